-- 保存期間: what a body keeps for how many months. Where there is no row, the usual periods hold.
CREATE TABLE retention_policies (
    organization_id TEXT COLLATE "C" PRIMARY KEY REFERENCES organizations (id),
    version BIGINT NOT NULL,
    unsuccessful_applications INTEGER NOT NULL,
    notes INTEGER NOT NULL,
    survey_ties INTEGER NOT NULL,
    candidates_without_activity INTEGER,
    updated_at BIGINT NOT NULL
);

-- The days on which everything due was erased; a day that has no end was broken off.
CREATE TABLE retention_days (
    day TEXT COLLATE "C" PRIMARY KEY,
    began_at BIGINT NOT NULL,
    ended_at BIGINT
);

-- When something last happened with a person of which the record itself is gone.
CREATE TABLE candidate_activity (
    candidate_id TEXT COLLATE "C" PRIMARY KEY REFERENCES candidates (id) ON DELETE CASCADE,
    last_active_at BIGINT NOT NULL
);

-- An application can be erased while its person stays; whom another one counts is not counted twice.
ALTER TABLE erased_applications ADD COLUMN again_at_body TEXT COLLATE "C";
ALTER TABLE erased_applications ADD COLUMN again_anywhere TEXT COLLATE "C";

CREATE TABLE erased_stays (
    id TEXT COLLATE "C" PRIMARY KEY,
    posting_id TEXT COLLATE "C" NOT NULL REFERENCES postings (id) ON DELETE CASCADE,
    status TEXT COLLATE "C" NOT NULL,
    left_in TEXT COLLATE "C" NOT NULL,
    days BIGINT NOT NULL
);
CREATE INDEX erased_stays_posting ON erased_stays (posting_id);

-- By which what is due is found.
CREATE INDEX applications_ended ON applications (stage_entered_at) WHERE status IN ('declined', 'withdrawn', 'expired', 'redirected');
CREATE INDEX notes_of_people ON notes (organization_id, updated_at) WHERE candidate_id IS NOT NULL;
