-- Applications go through their stages, each of which may have a clock. Whatever is not withdrawn stands.
ALTER TABLE applications DROP CONSTRAINT applications_status_check;
ALTER TABLE applications ADD CONSTRAINT applications_status_check CHECK (status IN ('submitted', 'screening', 'encounter', 'interview', 'offered', 'accepted', 'engaged', 'declined', 'withdrawn', 'expired', 'redirected'));
ALTER TABLE applications ADD COLUMN stage_entered_at BIGINT;
UPDATE applications SET stage_entered_at = CASE status WHEN 'withdrawn' THEN updated_at ELSE created_at END;
ALTER TABLE applications ALTER COLUMN stage_entered_at SET NOT NULL;
ALTER TABLE applications ADD COLUMN due_at BIGINT;
ALTER TABLE applications ADD COLUMN reminded_at BIGINT;
ALTER TABLE applications ADD COLUMN reason_category TEXT COLLATE "C" CHECK (reason_category IN ('seats_filled', 'skills_elsewhere', 'hours', 'period', 'place', 'timing', 'terms', 'posting_ended', 'other_fit', 'person_declined'));
ALTER TABLE applications ADD COLUMN redirected_to TEXT COLLATE "C" REFERENCES postings (id);
DROP INDEX applications_standing;
CREATE UNIQUE INDEX applications_standing ON applications (posting_id, candidate_id) WHERE status <> 'withdrawn';
CREATE INDEX applications_due ON applications (due_at) WHERE due_at IS NOT NULL AND status IN ('submitted', 'screening', 'encounter', 'interview', 'offered', 'accepted');
CREATE INDEX applications_redirected ON applications (redirected_to) WHERE redirected_to IS NOT NULL;

-- Every move of an application; only added to. `version` is the one the application has since. A line that leads
-- nowhere else gave the stage more time.
CREATE TABLE application_moves (
    application_id TEXT COLLATE "C" NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
    version BIGINT NOT NULL,
    from_status TEXT COLLATE "C",
    to_status TEXT COLLATE "C" NOT NULL,
    at BIGINT NOT NULL,
    due_at BIGINT,
    mover TEXT COLLATE "C" NOT NULL CHECK (mover IN ('manager', 'applicant_body', 'person', 'system')),
    organization_id TEXT COLLATE "C",
    user_id TEXT COLLATE "C",
    api_key_id TEXT COLLATE "C",
    reason TEXT,
    reason_category TEXT COLLATE "C",
    redirected_to TEXT COLLATE "C",
    PRIMARY KEY (application_id, version)
);
INSERT INTO application_moves (application_id, version, from_status, to_status, at, mover, organization_id)
    SELECT id, 1, NULL, 'submitted', created_at, 'applicant_body', organization_id FROM applications;
INSERT INTO application_moves (application_id, version, from_status, to_status, at, mover, organization_id)
    SELECT id, version, 'submitted', 'withdrawn', updated_at, 'applicant_body', organization_id FROM applications WHERE status = 'withdrawn' AND version > 1;

-- 補欠: who moves up when a seat of the posting falls free, in this order.
CREATE TABLE waiting_list_entries (
    posting_id TEXT COLLATE "C" NOT NULL REFERENCES postings (id) ON DELETE CASCADE,
    application_id TEXT COLLATE "C" NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    PRIMARY KEY (posting_id, application_id)
);
CREATE INDEX waiting_list_entries_application ON waiting_list_entries (application_id);

-- 面談・フィールドワーク. `attendees` is a JSON list.
CREATE TABLE encounters (
    id TEXT COLLATE "C" PRIMARY KEY,
    application_id TEXT COLLATE "C" NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
    posting_id TEXT COLLATE "C" NOT NULL REFERENCES postings (id),
    organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations (id),
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    status TEXT COLLATE "C" NOT NULL CHECK (status IN ('planned', 'held', 'cancelled')),
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('field_work', 'dialogue', 'meeting')),
    mode TEXT COLLATE "C" NOT NULL CHECK (mode IN ('on_site', 'online')),
    scheduled_at BIGINT NOT NULL,
    place TEXT,
    attendees TEXT NOT NULL,
    travel_cost_paid_by TEXT COLLATE "C" CHECK (travel_cost_paid_by IN ('organization', 'candidate', 'shared')),
    posting_side TEXT,
    candidate_side TEXT
);
CREATE INDEX encounters_application ON encounters (application_id, id);
CREATE INDEX encounters_posting ON encounters (posting_id, id);

-- The keys of people's own pages; the key itself is never kept.
CREATE TABLE application_access (
    id TEXT COLLATE "C" PRIMARY KEY,
    application_id TEXT COLLATE "C" NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
    hash TEXT COLLATE "C" NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT
);
CREATE INDEX application_access_application ON application_access (application_id, id);
