-- Preparing people: cohorts with their members and talks, readiness, courses, surveys. What names a person goes with the
-- person. `program_id` refers to nothing here: programs are another matter's tables.

CREATE TABLE cohorts (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    program_id TEXT,
    name TEXT NOT NULL,
    purpose TEXT,
    starts_on TEXT,
    ends_on TEXT,
    capacity INTEGER
);
CREATE INDEX cohorts_organization ON cohorts (organization_id, id);

CREATE TABLE cohort_members (
    cohort_id TEXT NOT NULL REFERENCES cohorts (id) ON DELETE CASCADE,
    candidate_id TEXT NOT NULL REFERENCES candidates (id) ON DELETE CASCADE,
    version BIGINT NOT NULL,
    readiness_before TEXT,
    joined_on TEXT NOT NULL,
    left_on TEXT,
    left_reason TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (cohort_id, candidate_id)
) WITHOUT ROWID;
CREATE INDEX cohort_members_candidate ON cohort_members (candidate_id);

CREATE TABLE one_on_ones (
    id TEXT PRIMARY KEY,
    cohort_id TEXT NOT NULL REFERENCES cohorts (id) ON DELETE CASCADE,
    candidate_id TEXT NOT NULL REFERENCES candidates (id) ON DELETE CASCADE,
    user_id TEXT,
    api_key_id TEXT,
    held_on TEXT NOT NULL,
    topic TEXT NOT NULL,
    next_step TEXT,
    created_at BIGINT NOT NULL
);
CREATE INDEX one_on_ones_cohort ON one_on_ones (cohort_id, id);
CREATE INDEX one_on_ones_candidate ON one_on_ones (candidate_id);

CREATE TABLE readiness_changes (
    id TEXT PRIMARY KEY,
    candidate_id TEXT NOT NULL REFERENCES candidates (id) ON DELETE CASCADE,
    from_stage TEXT,
    to_stage TEXT,
    reason TEXT,
    user_id TEXT,
    api_key_id TEXT,
    at BIGINT NOT NULL
);
CREATE INDEX readiness_changes_candidate ON readiness_changes (candidate_id, id);

-- `within` is codes joined with commas.
CREATE TABLE courses (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    title TEXT NOT NULL,
    description TEXT,
    provider_id TEXT REFERENCES organizations (id),
    skill TEXT NOT NULL,
    proficiency INTEGER NOT NULL CHECK (proficiency BETWEEN 1 AND 5),
    hours INTEGER NOT NULL CHECK (hours >= 1),
    study_days_per_week INTEGER NOT NULL CHECK (study_days_per_week BETWEEN 1 AND 7),
    within TEXT NOT NULL,
    paid_in_training BOOLEAN NOT NULL,
    capacity INTEGER,
    starts_on TEXT,
    ends_on TEXT
);
CREATE INDEX courses_organization ON courses (organization_id, id);

CREATE TABLE enrollments (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    course_id TEXT NOT NULL REFERENCES courses (id),
    candidate_id TEXT NOT NULL REFERENCES candidates (id) ON DELETE CASCADE,
    version BIGINT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('enrolled', 'completed', 'dropped')),
    min_hours_per_day INTEGER NOT NULL,
    max_hours_per_day INTEGER NOT NULL,
    starts_on TEXT NOT NULL,
    ended_on TEXT,
    reason TEXT,
    minutes_done BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
-- Somebody takes a course once; who dropped it may begin again.
CREATE UNIQUE INDEX enrollments_taken ON enrollments (course_id, candidate_id) WHERE status <> 'dropped';
CREATE INDEX enrollments_organization ON enrollments (organization_id, id);
CREATE INDEX enrollments_candidate ON enrollments (candidate_id, id);

CREATE TABLE study_logs (
    id TEXT PRIMARY KEY,
    enrollment_id TEXT NOT NULL REFERENCES enrollments (id) ON DELETE CASCADE,
    studied_on TEXT NOT NULL,
    minutes INTEGER NOT NULL,
    note TEXT,
    created_at BIGINT NOT NULL
);
CREATE INDEX study_logs_enrollment ON study_logs (enrollment_id, id);

CREATE TABLE surveys (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    title TEXT NOT NULL,
    description TEXT,
    instruments INTEGER NOT NULL
);
CREATE INDEX surveys_organization ON surveys (organization_id, id);

-- A version of what is asked; `concepts` is JSON.
CREATE TABLE survey_instruments (
    survey_id TEXT NOT NULL REFERENCES surveys (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    version BIGINT NOT NULL,
    concepts TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (survey_id, number)
) WITHOUT ROWID;

CREATE TABLE survey_waves (
    id TEXT PRIMARY KEY,
    survey_id TEXT NOT NULL REFERENCES surveys (id),
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    instrument INTEGER NOT NULL,
    name TEXT,
    kind TEXT NOT NULL CHECK (kind IN ('before', 'mid', 'after')),
    is_anonymous BOOLEAN NOT NULL,
    opens_at BIGINT,
    closes_at BIGINT,
    cohort_id TEXT REFERENCES cohorts (id),
    program_id TEXT,
    FOREIGN KEY (survey_id, instrument) REFERENCES survey_instruments (survey_id, number)
);
CREATE INDEX survey_waves_survey ON survey_waves (survey_id, id);

-- Who was invited to a wave. Which token they were given is not here.
CREATE TABLE survey_invited (
    wave_id TEXT NOT NULL REFERENCES survey_waves (id) ON DELETE CASCADE,
    candidate_id TEXT NOT NULL REFERENCES candidates (id) ON DELETE CASCADE,
    PRIMARY KEY (wave_id, candidate_id)
) WITHOUT ROWID;
CREATE INDEX survey_invited_candidate ON survey_invited (candidate_id);

-- The tokens, of which only hashes are kept. Those of an anonymous wave name nobody, and nothing tells when one was used.
CREATE TABLE survey_tokens (
    token_hash TEXT PRIMARY KEY,
    wave_id TEXT NOT NULL REFERENCES survey_waves (id) ON DELETE CASCADE,
    candidate_id TEXT REFERENCES candidates (id) ON DELETE CASCADE,
    is_used BOOLEAN NOT NULL
) WITHOUT ROWID;
CREATE INDEX survey_tokens_wave ON survey_tokens (wave_id);
CREATE INDEX survey_tokens_candidate ON survey_tokens (candidate_id);

-- Who answers: a random id, of no person and no instant.
CREATE TABLE survey_respondents (
    id TEXT PRIMARY KEY,
    survey_id TEXT NOT NULL REFERENCES surveys (id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX survey_respondents_survey ON survey_respondents (survey_id);

-- The only place that ties answers to a person: cutting a row leaves the answers.
CREATE TABLE survey_links (
    survey_id TEXT NOT NULL REFERENCES surveys (id) ON DELETE CASCADE,
    candidate_id TEXT NOT NULL REFERENCES candidates (id) ON DELETE CASCADE,
    respondent_id TEXT NOT NULL REFERENCES survey_respondents (id) ON DELETE CASCADE,
    PRIMARY KEY (survey_id, candidate_id)
) WITHOUT ROWID;
CREATE INDEX survey_links_candidate ON survey_links (candidate_id);
CREATE INDEX survey_links_respondent ON survey_links (respondent_id);

CREATE TABLE survey_submissions (
    wave_id TEXT NOT NULL REFERENCES survey_waves (id) ON DELETE CASCADE,
    respondent_id TEXT NOT NULL REFERENCES survey_respondents (id) ON DELETE CASCADE,
    PRIMARY KEY (wave_id, respondent_id)
) WITHOUT ROWID;
CREATE INDEX survey_submissions_respondent ON survey_submissions (respondent_id);

CREATE TABLE survey_answers (
    wave_id TEXT NOT NULL,
    respondent_id TEXT NOT NULL,
    element TEXT NOT NULL,
    step INTEGER,
    choice TEXT,
    words TEXT,
    PRIMARY KEY (wave_id, respondent_id, element),
    FOREIGN KEY (wave_id, respondent_id) REFERENCES survey_submissions (wave_id, respondent_id) ON DELETE CASCADE
) WITHOUT ROWID;
