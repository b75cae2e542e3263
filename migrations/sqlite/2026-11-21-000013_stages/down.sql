DROP TABLE application_access;
DROP TABLE encounters;
DROP TABLE waiting_list_entries;
DROP TABLE application_moves;

-- The older program knows two statuses: who is out of it for good stands to it no more than who has withdrawn.
CREATE TABLE applications_before (
    id TEXT PRIMARY KEY,
    posting_id TEXT NOT NULL REFERENCES postings (id),
    candidate_id TEXT NOT NULL REFERENCES candidates (id) ON DELETE CASCADE,
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    version BIGINT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('submitted', 'withdrawn')),
    message TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
INSERT INTO applications_before SELECT id, posting_id, candidate_id, organization_id, version, CASE WHEN status IN ('declined', 'withdrawn', 'expired', 'redirected') THEN 'withdrawn' ELSE 'submitted' END, message, created_at, updated_at FROM applications ORDER BY id;
DROP TABLE applications;
ALTER TABLE applications_before RENAME TO applications;
CREATE UNIQUE INDEX applications_standing ON applications (posting_id, candidate_id) WHERE status = 'submitted';
CREATE INDEX applications_posting ON applications (posting_id, id);
CREATE INDEX applications_candidate ON applications (candidate_id, id);
CREATE INDEX applications_organization ON applications (organization_id, id);
