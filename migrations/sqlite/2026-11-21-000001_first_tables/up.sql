-- Instants are microseconds since 1970-01-01T00:00:00Z, days are ISO 8601, ids are UUIDs as text, closed lists of words are joined with commas.

CREATE TABLE organizations (
    id TEXT PRIMARY KEY,
    registered_by TEXT REFERENCES organizations (id),
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    external_id TEXT,
    name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('municipality', 'company', 'npo', 'coordinator_body', 'community', 'chamber', 'bank', 'job_board')),
    municipality TEXT
);
CREATE UNIQUE INDEX organizations_external_id ON organizations (registered_by, external_id);
CREATE INDEX organizations_name ON organizations (name);

-- The key itself is never kept, only its SHA-256.
CREATE TABLE api_keys (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    name TEXT NOT NULL,
    prefix TEXT NOT NULL,
    hash TEXT NOT NULL,
    scopes TEXT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    revoked_at BIGINT
);
CREATE UNIQUE INDEX api_keys_hash ON api_keys (hash);
CREATE INDEX api_keys_organization ON api_keys (organization_id, id);

CREATE TABLE logins (
    token_hash TEXT PRIMARY KEY,
    api_key_id TEXT NOT NULL REFERENCES api_keys (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX logins_api_key ON logins (api_key_id);
CREATE INDEX logins_expiry ON logins (expires_at);

-- `items` is a JSON list of texts, `regions` codes joined with commas.
CREATE TABLE agreements (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    ended_at BIGINT,
    coordinator_id TEXT NOT NULL REFERENCES organizations (id),
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    kind TEXT NOT NULL CHECK (kind IN ('coordination', 'cooperation')),
    items TEXT NOT NULL,
    regions TEXT NOT NULL,
    starts_on TEXT,
    ends_on TEXT,
    CHECK (coordinator_id <> organization_id)
);
CREATE INDEX agreements_coordinator ON agreements (coordinator_id, organization_id);
CREATE INDEX agreements_organization ON agreements (organization_id, id);

CREATE TABLE postings (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    version BIGINT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('draft', 'in_review', 'published', 'paused', 'closed', 'filled', 'unfilled', 'withdrawn')),
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    external_id TEXT,
    title TEXT NOT NULL,
    issue TEXT,
    description TEXT,
    deliverable TEXT,
    support_type TEXT,
    travel_cost_paid_by TEXT,
    seats INTEGER NOT NULL CHECK (seats >= 1),
    application_opens_at BIGINT,
    application_closes_at BIGINT
);
CREATE UNIQUE INDEX postings_external_id ON postings (organization_id, external_id);
CREATE INDEX postings_organization ON postings (organization_id, id);
CREATE INDEX postings_status ON postings (status, id);

-- What scoring reads of a posting. `asks_hours` tells an empty pair of hours from none.
CREATE TABLE posting_terms (
    posting_id TEXT PRIMARY KEY REFERENCES postings (id) ON DELETE CASCADE,
    contract_form TEXT NOT NULL CHECK (contract_form IN ('employment', 'quasi_mandate', 'work_contract', 'fiscal_year_staff', 'commission', 'pro_bono')),
    municipality TEXT NOT NULL,
    work_style TEXT NOT NULL CHECK (work_style IN ('on_site', 'hybrid', 'remote')),
    visits_per_month INTEGER,
    asks_hours BOOLEAN NOT NULL,
    min_hours_per_week INTEGER,
    desired_hours_per_week INTEGER,
    slots TEXT NOT NULL,
    min_shared_slots INTEGER NOT NULL,
    starts_on TEXT,
    ends_on TEXT,
    min_days INTEGER NOT NULL,
    residency TEXT CHECK (residency IN ('within', 'outside')),
    residency_regions TEXT NOT NULL,
    reward_kind TEXT CHECK (reward_kind IN ('hourly', 'daily', 'monthly', 'fixed', 'none')),
    reward_min_yen BIGINT,
    reward_max_yen BIGINT,
    categories TEXT NOT NULL,
    skill_weight INTEGER,
    commitment_weight INTEGER,
    place_weight INTEGER,
    tie_weight INTEGER,
    theme_weight INTEGER,
    reward_weight INTEGER
) WITHOUT ROWID;

-- `level` is the least proficiency of a required skill, the weight of a preferred one.
CREATE TABLE posting_skills (
    posting_id TEXT NOT NULL REFERENCES postings (id) ON DELETE CASCADE,
    wanted TEXT NOT NULL CHECK (wanted IN ('required', 'preferred')),
    position INTEGER NOT NULL,
    skill TEXT NOT NULL,
    level INTEGER NOT NULL,
    PRIMARY KEY (posting_id, wanted, position)
) WITHOUT ROWID;

CREATE TABLE candidates (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    external_id TEXT,
    display_name TEXT NOT NULL,
    email TEXT,
    phone TEXT,
    readiness TEXT,
    statement TEXT,
    home_municipality TEXT,
    work_styles TEXT NOT NULL,
    max_travel_km INTEGER,
    max_visits_per_month INTEGER,
    hours_per_week INTEGER,
    slots TEXT NOT NULL,
    available_from TEXT,
    available_until TEXT,
    min_reward_yen_per_hour BIGINT,
    reward_is_firm BOOLEAN NOT NULL,
    contract_forms TEXT NOT NULL,
    categories TEXT NOT NULL,
    main_job_permission TEXT,
    is_public_employee BOOLEAN NOT NULL
);
CREATE UNIQUE INDEX candidates_external_id ON candidates (organization_id, external_id);
CREATE INDEX candidates_organization ON candidates (organization_id, id);

CREATE TABLE candidate_skills (
    candidate_id TEXT NOT NULL REFERENCES candidates (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    skill TEXT NOT NULL,
    proficiency INTEGER NOT NULL CHECK (proficiency BETWEEN 1 AND 5),
    evidence TEXT,
    PRIMARY KEY (candidate_id, position)
) WITHOUT ROWID;

CREATE TABLE candidate_ties (
    candidate_id TEXT NOT NULL REFERENCES candidates (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    region TEXT NOT NULL,
    kind TEXT NOT NULL,
    note TEXT,
    PRIMARY KEY (candidate_id, position)
) WITHOUT ROWID;

CREATE TABLE candidate_interests (
    candidate_id TEXT NOT NULL REFERENCES candidates (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    interest TEXT NOT NULL,
    PRIMARY KEY (candidate_id, position)
) WITHOUT ROWID;

-- A consent without a recipient is to every organization.
CREATE TABLE consents (
    id TEXT PRIMARY KEY,
    candidate_id TEXT NOT NULL REFERENCES candidates (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    withdrawn_at BIGINT,
    recipient_id TEXT REFERENCES organizations (id),
    items TEXT NOT NULL,
    purpose TEXT NOT NULL,
    until BIGINT
);
CREATE INDEX consents_candidate ON consents (candidate_id, id);

CREATE TABLE applications (
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
CREATE UNIQUE INDEX applications_standing ON applications (posting_id, candidate_id) WHERE status = 'submitted';
CREATE INDEX applications_posting ON applications (posting_id, id);
CREATE INDEX applications_candidate ON applications (candidate_id, id);
CREATE INDEX applications_organization ON applications (organization_id, id);

-- A job names its run, a run its job; only the second is a reference, for the job is made first.
CREATE TABLE jobs (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    kind TEXT NOT NULL CHECK (kind IN ('match_run')),
    state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'cancelling', 'succeeded', 'failed', 'cancelled')),
    done BIGINT NOT NULL,
    total BIGINT NOT NULL,
    failure TEXT,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    match_run_id TEXT
);
CREATE INDEX jobs_organization ON jobs (organization_id, id);
CREATE INDEX jobs_unfinished ON jobs (id) WHERE state IN ('queued', 'running', 'cancelling');

CREATE TABLE match_runs (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    job_id TEXT NOT NULL REFERENCES jobs (id),
    per_posting INTEGER NOT NULL,
    scoring_version INTEGER NOT NULL,
    reference_version TEXT NOT NULL,
    as_of BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX match_runs_organization ON match_runs (organization_id, id);
CREATE INDEX match_runs_job ON match_runs (job_id);

CREATE TABLE match_run_postings (
    match_run_id TEXT NOT NULL REFERENCES match_runs (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    posting_id TEXT NOT NULL REFERENCES postings (id),
    PRIMARY KEY (match_run_id, position)
) WITHOUT ROWID;
CREATE INDEX match_run_postings_posting ON match_run_postings (posting_id);

-- `posting_position` is the posting's place in its run; `item` is the ranked item as JSON.
CREATE TABLE matches (
    match_run_id TEXT NOT NULL,
    posting_position INTEGER NOT NULL,
    rank INTEGER NOT NULL,
    posting_id TEXT NOT NULL,
    posting_version BIGINT NOT NULL,
    candidate_id TEXT NOT NULL REFERENCES candidates (id) ON DELETE CASCADE,
    score BIGINT NOT NULL,
    item TEXT NOT NULL,
    PRIMARY KEY (match_run_id, posting_position, rank),
    FOREIGN KEY (match_run_id, posting_position) REFERENCES match_run_postings (match_run_id, position) ON DELETE CASCADE
);
CREATE INDEX matches_candidate ON matches (candidate_id);

-- Refers to nothing: a line outlives what it tells of.
CREATE TABLE audit_events (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL,
    api_key_id TEXT,
    request_id TEXT NOT NULL,
    action TEXT NOT NULL,
    resource TEXT NOT NULL,
    resource_id TEXT NOT NULL,
    subject_organization_id TEXT NOT NULL,
    detail TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX audit_events_organization ON audit_events (organization_id, id);
CREATE INDEX audit_events_subject ON audit_events (subject_organization_id, id);

-- The outbox. There is one writer at a time, so `seq` is the order of commits.
CREATE TABLE changes (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    organization_id TEXT NOT NULL,
    resource TEXT NOT NULL,
    resource_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('created', 'updated', 'deleted')),
    at BIGINT NOT NULL
);

-- The operator's municipalities, laid over the built-in starter. Points in millionths of a degree; `aliases` is a JSON list.
CREATE TABLE municipalities (
    code TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    name_en TEXT NOT NULL,
    name_kana TEXT NOT NULL,
    kind TEXT NOT NULL,
    parent TEXT,
    latitude_e6 BIGINT,
    longitude_e6 BIGINT,
    aliases TEXT NOT NULL
);
