-- 参画 with its monthly log and check-ins, and the ledger of 関係人口. What hangs on a person goes with the person; what
-- reports count of people who have been erased is kept under a pseudonym that was drawn once and stands nowhere else,
-- with months instead of days. `application_id` refers to nothing, for applications may be kept for a shorter time.
CREATE TABLE engagements (
    id TEXT PRIMARY KEY,
    posting_id TEXT NOT NULL REFERENCES postings (id),
    candidate_id TEXT NOT NULL REFERENCES candidates (id) ON DELETE CASCADE,
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    application_id TEXT,
    reason TEXT,
    renews_id TEXT,
    renewed_by_id TEXT,
    contract_form TEXT NOT NULL,
    starts_on TEXT NOT NULL,
    ends_on TEXT,
    hours_per_month INTEGER,
    conditions TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('running', 'completed', 'ended_early', 'renewed', 'converted')),
    last_on TEXT,
    converted_to TEXT,
    ending TEXT,
    warnings TEXT NOT NULL,
    CHECK ((application_id IS NULL) <> (reason IS NULL))
);
CREATE UNIQUE INDEX engagements_application ON engagements (application_id) WHERE renews_id IS NULL;
CREATE UNIQUE INDEX engagements_renews ON engagements (renews_id);
CREATE INDEX engagements_posting ON engagements (posting_id, id);
CREATE INDEX engagements_candidate ON engagements (candidate_id, id);
CREATE INDEX engagements_organization ON engagements (organization_id, id);

CREATE TABLE engagement_logs (
    engagement_id TEXT NOT NULL REFERENCES engagements (id) ON DELETE CASCADE,
    month TEXT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    minutes_planned INTEGER,
    minutes_done INTEGER,
    visit_days INTEGER,
    note TEXT,
    PRIMARY KEY (engagement_id, month)
);

CREATE TABLE engagement_check_ins (
    id TEXT PRIMARY KEY,
    engagement_id TEXT NOT NULL REFERENCES engagements (id) ON DELETE CASCADE,
    api_key_id TEXT,
    user_id TEXT,
    created_at BIGINT NOT NULL,
    held_on TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('month_1', 'month_2', 'end', 'other')),
    going_well TEXT,
    worries TEXT,
    held_by TEXT
);
CREATE INDEX engagement_check_ins_engagement ON engagement_check_ins (engagement_id, id);

CREATE TABLE ledger_entries (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    candidate_id TEXT NOT NULL REFERENCES candidates (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    region TEXT NOT NULL,
    fiscal_year INTEGER NOT NULL,
    from_on TEXT NOT NULL,
    until_on TEXT,
    visit_days INTEGER NOT NULL,
    source TEXT NOT NULL CHECK (source IN ('engagement', 'attendance', 'manual')),
    source_id TEXT,
    note TEXT,
    CHECK ((source = 'manual') = (source_id IS NULL))
);
CREATE UNIQUE INDEX ledger_entries_source ON ledger_entries (organization_id, fiscal_year, source, source_id, candidate_id);
CREATE INDEX ledger_entries_organization ON ledger_entries (organization_id, id);
CREATE INDEX ledger_entries_candidate ON ledger_entries (candidate_id, id);

CREATE TABLE erased_applications (
    id TEXT PRIMARY KEY,
    pseudonym TEXT NOT NULL,
    posting_id TEXT NOT NULL REFERENCES postings (id) ON DELETE CASCADE,
    submitted_in TEXT NOT NULL
);
CREATE INDEX erased_applications_posting ON erased_applications (posting_id);

CREATE TABLE erased_engagements (
    id TEXT PRIMARY KEY,
    pseudonym TEXT NOT NULL,
    posting_id TEXT NOT NULL REFERENCES postings (id),
    is_renewal BOOLEAN NOT NULL,
    starts_in TEXT NOT NULL,
    lasts_until TEXT,
    status TEXT NOT NULL CHECK (status IN ('running', 'completed', 'ended_early', 'renewed', 'converted')),
    converted_to TEXT
);
CREATE INDEX erased_engagements_posting ON erased_engagements (posting_id);

CREATE TABLE erased_ledger_entries (
    id TEXT PRIMARY KEY,
    pseudonym TEXT NOT NULL,
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    kind TEXT NOT NULL,
    region TEXT NOT NULL,
    fiscal_year INTEGER NOT NULL,
    visit_days INTEGER NOT NULL
);
CREATE INDEX erased_ledger_entries_organization ON erased_ledger_entries (organization_id, fiscal_year);
