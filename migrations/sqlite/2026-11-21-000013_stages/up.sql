-- Applications go through their stages, each of which may have a clock. Whatever is not withdrawn stands.
CREATE TABLE applications_staged (
    id TEXT PRIMARY KEY,
    posting_id TEXT NOT NULL REFERENCES postings (id),
    candidate_id TEXT NOT NULL REFERENCES candidates (id) ON DELETE CASCADE,
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    version BIGINT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('submitted', 'screening', 'encounter', 'interview', 'offered', 'accepted', 'engaged', 'declined', 'withdrawn', 'expired', 'redirected')),
    message TEXT,
    stage_entered_at BIGINT NOT NULL,
    due_at BIGINT,
    reminded_at BIGINT,
    reason_category TEXT CHECK (reason_category IN ('seats_filled', 'skills_elsewhere', 'hours', 'period', 'place', 'timing', 'terms', 'posting_ended', 'other_fit', 'person_declined')),
    redirected_to TEXT REFERENCES postings (id),
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
INSERT INTO applications_staged (id, posting_id, candidate_id, organization_id, version, status, message, stage_entered_at, created_at, updated_at)
    SELECT id, posting_id, candidate_id, organization_id, version, status, message, CASE status WHEN 'withdrawn' THEN updated_at ELSE created_at END, created_at, updated_at FROM applications ORDER BY id;
DROP TABLE applications;
ALTER TABLE applications_staged RENAME TO applications;
CREATE UNIQUE INDEX applications_standing ON applications (posting_id, candidate_id) WHERE status <> 'withdrawn';
CREATE INDEX applications_posting ON applications (posting_id, id);
CREATE INDEX applications_candidate ON applications (candidate_id, id);
CREATE INDEX applications_organization ON applications (organization_id, id);
CREATE INDEX applications_due ON applications (due_at) WHERE due_at IS NOT NULL AND status IN ('submitted', 'screening', 'encounter', 'interview', 'offered', 'accepted');
CREATE INDEX applications_redirected ON applications (redirected_to) WHERE redirected_to IS NOT NULL;

-- Every move of an application; only added to. `version` is the one the application has since. A line that leads
-- nowhere else gave the stage more time.
CREATE TABLE application_moves (
    application_id TEXT NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
    version BIGINT NOT NULL,
    from_status TEXT,
    to_status TEXT NOT NULL,
    at BIGINT NOT NULL,
    due_at BIGINT,
    mover TEXT NOT NULL CHECK (mover IN ('manager', 'applicant_body', 'person', 'system')),
    organization_id TEXT,
    user_id TEXT,
    api_key_id TEXT,
    reason TEXT,
    reason_category TEXT,
    redirected_to TEXT,
    PRIMARY KEY (application_id, version)
) WITHOUT ROWID;
INSERT INTO application_moves (application_id, version, from_status, to_status, at, mover, organization_id)
    SELECT id, 1, NULL, 'submitted', created_at, 'applicant_body', organization_id FROM applications;
INSERT INTO application_moves (application_id, version, from_status, to_status, at, mover, organization_id)
    SELECT id, version, 'submitted', 'withdrawn', updated_at, 'applicant_body', organization_id FROM applications WHERE status = 'withdrawn' AND version > 1;

-- 補欠: who moves up when a seat of the posting falls free, in this order.
CREATE TABLE waiting_list_entries (
    posting_id TEXT NOT NULL REFERENCES postings (id) ON DELETE CASCADE,
    application_id TEXT NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    PRIMARY KEY (posting_id, application_id)
) WITHOUT ROWID;
CREATE INDEX waiting_list_entries_application ON waiting_list_entries (application_id);

-- 面談・フィールドワーク. `attendees` is a JSON list.
CREATE TABLE encounters (
    id TEXT PRIMARY KEY,
    application_id TEXT NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
    posting_id TEXT NOT NULL REFERENCES postings (id),
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('planned', 'held', 'cancelled')),
    kind TEXT NOT NULL CHECK (kind IN ('field_work', 'dialogue', 'meeting')),
    mode TEXT NOT NULL CHECK (mode IN ('on_site', 'online')),
    scheduled_at BIGINT NOT NULL,
    place TEXT,
    attendees TEXT NOT NULL,
    travel_cost_paid_by TEXT CHECK (travel_cost_paid_by IN ('organization', 'candidate', 'shared')),
    posting_side TEXT,
    candidate_side TEXT
);
CREATE INDEX encounters_application ON encounters (application_id, id);
CREATE INDEX encounters_posting ON encounters (posting_id, id);

-- The keys of people's own pages; the key itself is never kept.
CREATE TABLE application_access (
    id TEXT PRIMARY KEY,
    application_id TEXT NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
    hash TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT
);
CREATE INDEX application_access_application ON application_access (application_id, id);
