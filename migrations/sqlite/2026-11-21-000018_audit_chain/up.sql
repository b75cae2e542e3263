-- The audit log becomes a chain for each organization that acted: every line has the number after the last one, the
-- hash of the line before, and a hash of its own over all of its columns. Lines of older versions wait apart until the
-- program has chained them.
DROP INDEX audit_events_organization;
DROP INDEX audit_events_of_others;
ALTER TABLE audit_events RENAME TO audit_events_unchained;

-- Refers to nothing: a line outlives what it tells of. Hashes are SHA-256, 32 bytes.
CREATE TABLE audit_events (
    organization_id TEXT NOT NULL,
    seq BIGINT NOT NULL,
    previous_hash BLOB NOT NULL,
    hash BLOB NOT NULL,
    id TEXT NOT NULL,
    api_key_id TEXT,
    user_id TEXT,
    request_id TEXT NOT NULL,
    action TEXT NOT NULL,
    resource TEXT NOT NULL,
    resource_id TEXT NOT NULL,
    subject_organization_id TEXT NOT NULL,
    detail TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (organization_id, seq)
) WITHOUT ROWID;
CREATE UNIQUE INDEX audit_events_organization ON audit_events (organization_id, id);
CREATE INDEX audit_events_of_others ON audit_events (subject_organization_id, id) WHERE subject_organization_id <> organization_id;
-- Whose data was shown, and when.
CREATE INDEX audit_events_of_people ON audit_events (organization_id, at) WHERE action IN ('candidate.read', 'candidate.profile_disclosed', 'candidate.identity_disclosed');

-- The last line of each chain.
CREATE TABLE audit_heads (
    organization_id TEXT NOT NULL PRIMARY KEY,
    seq BIGINT NOT NULL,
    hash BLOB NOT NULL
) WITHOUT ROWID;

-- Lines are only ever added.
CREATE TRIGGER audit_events_are_not_changed BEFORE UPDATE ON audit_events
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_events_are_not_deleted BEFORE DELETE ON audit_events
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_heads_are_not_deleted BEFORE DELETE ON audit_heads
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_heads_move_forward BEFORE UPDATE ON audit_heads
WHEN NEW.organization_id <> OLD.organization_id OR NEW.seq <= OLD.seq
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
