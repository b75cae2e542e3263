-- The audit log becomes a chain for each organization that acted: every line has the number after the last one, the
-- hash of the line before, and a hash of its own over all of its columns. Lines of older versions wait apart until the
-- program has chained them.
DROP INDEX audit_events_organization;
DROP INDEX audit_events_of_others;
ALTER TABLE audit_events RENAME TO audit_events_unchained;
ALTER INDEX audit_events_pkey RENAME TO audit_events_unchained_pkey;

-- Refers to nothing: a line outlives what it tells of. Hashes are SHA-256, 32 bytes.
CREATE TABLE audit_events (
    organization_id TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL,
    previous_hash BYTEA NOT NULL,
    hash BYTEA NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    api_key_id TEXT COLLATE "C",
    user_id TEXT COLLATE "C",
    request_id TEXT NOT NULL,
    action TEXT NOT NULL,
    resource TEXT NOT NULL,
    resource_id TEXT NOT NULL,
    subject_organization_id TEXT COLLATE "C" NOT NULL,
    detail TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (organization_id, seq)
);
CREATE UNIQUE INDEX audit_events_organization ON audit_events (organization_id, id);
CREATE INDEX audit_events_of_others ON audit_events (subject_organization_id, id) WHERE subject_organization_id <> organization_id;
-- Whose data was shown, and when.
CREATE INDEX audit_events_of_people ON audit_events (organization_id, at) WHERE action IN ('candidate.read', 'candidate.profile_disclosed', 'candidate.identity_disclosed');

-- The last line of each chain.
CREATE TABLE audit_heads (
    organization_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    seq BIGINT NOT NULL,
    hash BYTEA NOT NULL
);

-- Lines are only ever added.
CREATE FUNCTION audit_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$;
CREATE TRIGGER audit_events_are_not_changed BEFORE UPDATE OR DELETE ON audit_events
FOR EACH ROW EXECUTE FUNCTION audit_log_is_append_only();
CREATE TRIGGER audit_events_are_not_emptied BEFORE TRUNCATE ON audit_events
FOR EACH STATEMENT EXECUTE FUNCTION audit_log_is_append_only();
CREATE TRIGGER audit_heads_are_not_deleted BEFORE DELETE ON audit_heads
FOR EACH ROW EXECUTE FUNCTION audit_log_is_append_only();
CREATE TRIGGER audit_heads_are_not_emptied BEFORE TRUNCATE ON audit_heads
FOR EACH STATEMENT EXECUTE FUNCTION audit_log_is_append_only();
CREATE TRIGGER audit_heads_move_forward BEFORE UPDATE ON audit_heads FOR EACH ROW
WHEN (NEW.organization_id <> OLD.organization_id OR NEW.seq <= OLD.seq)
EXECUTE FUNCTION audit_log_is_append_only();
