-- Sheets that are taken in. `file` is what was sent, until the job ends.
CREATE TABLE imports (
    id TEXT COLLATE "C" PRIMARY KEY,
    organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations (id),
    job_id TEXT COLLATE "C" NOT NULL,
    api_key_id TEXT COLLATE "C",
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('candidates', 'postings', 'applications')),
    mode TEXT COLLATE "C" NOT NULL CHECK (mode IN ('upsert', 'replace')),
    validate_only BOOLEAN NOT NULL,
    may_close BIGINT,
    encoding TEXT COLLATE "C" NOT NULL,
    is_packed BOOLEAN NOT NULL,
    created BIGINT NOT NULL,
    replaced BIGINT NOT NULL,
    unchanged BIGINT NOT NULL,
    refused BIGINT NOT NULL,
    closed BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX imports_organization ON imports (organization_id, id);

CREATE TABLE import_files (
    import_id TEXT COLLATE "C" PRIMARY KEY REFERENCES imports (id) ON DELETE CASCADE,
    file BYTEA NOT NULL
);

-- What became of each row; `faults` is a JSON list.
CREATE TABLE import_rows (
    import_id TEXT COLLATE "C" NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
    position BIGINT NOT NULL,
    line BIGINT,
    outcome TEXT COLLATE "C" NOT NULL CHECK (outcome IN ('created', 'replaced', 'unchanged', 'refused', 'closed')),
    external_id TEXT COLLATE "C",
    record_id TEXT COLLATE "C",
    faults TEXT NOT NULL,
    PRIMARY KEY (import_id, position)
);
CREATE INDEX import_rows_external_id ON import_rows (import_id, external_id);
-- By which a deleted person is taken out of reports.
CREATE INDEX import_rows_record ON import_rows (record_id) WHERE record_id IS NOT NULL;
CREATE INDEX imports_created ON imports (created_at);

ALTER TABLE jobs ADD COLUMN import_id TEXT COLLATE "C";

-- A kind of job more.
ALTER TABLE jobs DROP CONSTRAINT jobs_kind_check;
ALTER TABLE jobs ADD CONSTRAINT jobs_kind_check CHECK (kind IN ('match_run', 'import'));
