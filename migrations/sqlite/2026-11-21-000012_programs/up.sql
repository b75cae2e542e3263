-- Named groups of regions: public words.
CREATE TABLE region_groups (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    name TEXT NOT NULL,
    description TEXT,
    regions TEXT NOT NULL
);
CREATE INDEX region_groups_organization ON region_groups (organization_id, id);

CREATE TABLE programs (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    external_id TEXT,
    name TEXT NOT NULL,
    purpose TEXT,
    fiscal_year INTEGER,
    starts_on TEXT,
    ends_on TEXT,
    regions TEXT NOT NULL,
    responsible_user_id TEXT,
    status TEXT NOT NULL CHECK (status IN ('open', 'closed'))
);
CREATE UNIQUE INDEX programs_external_id ON programs (organization_id, external_id);
CREATE INDEX programs_organization ON programs (organization_id, id);
CREATE INDEX programs_responsible_user ON programs (responsible_user_id) WHERE responsible_user_id IS NOT NULL;

-- The bodies that take part in a program.
CREATE TABLE program_partners (
    program_id TEXT NOT NULL REFERENCES programs (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    PRIMARY KEY (program_id, position)
) WITHOUT ROWID;
CREATE INDEX program_partners_organization ON program_partners (organization_id, program_id);

-- What is in force now, amendments included. `stage_days` is a JSON object, `stage_order` words joined with commas.
CREATE TABLE rounds (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    program_id TEXT NOT NULL REFERENCES programs (id),
    version BIGINT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('draft', 'published', 'closed')),
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    external_id TEXT,
    name TEXT NOT NULL,
    application_opens_at BIGINT,
    application_closes_at BIGINT,
    engagement_starts_on TEXT,
    engagement_ends_on TEXT,
    seat_cap INTEGER,
    pending_cap INTEGER,
    stage_order TEXT NOT NULL,
    stage_days TEXT NOT NULL
);
CREATE UNIQUE INDEX rounds_external_id ON rounds (organization_id, external_id);
CREATE INDEX rounds_organization ON rounds (organization_id, id);
CREATE INDEX rounds_program ON rounds (program_id, id);

CREATE TABLE round_areas (
    round_id TEXT NOT NULL REFERENCES rounds (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    regions TEXT NOT NULL,
    region_group_id TEXT REFERENCES region_groups (id),
    PRIMARY KEY (round_id, position)
) WITHOUT ROWID;
CREATE INDEX round_areas_region_group ON round_areas (region_group_id);

-- Areas and bodies are many to many.
CREATE TABLE round_area_partners (
    round_id TEXT NOT NULL REFERENCES rounds (id) ON DELETE CASCADE,
    area_position INTEGER NOT NULL,
    position INTEGER NOT NULL,
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    PRIMARY KEY (round_id, area_position, position)
) WITHOUT ROWID;
CREATE INDEX round_area_partners_organization ON round_area_partners (organization_id, round_id);

-- What changed in a published round. A value that did not change is blank on both sides.
CREATE TABLE round_amendments (
    round_id TEXT NOT NULL REFERENCES rounds (id) ON DELETE CASCADE,
    number BIGINT NOT NULL,
    at BIGINT NOT NULL,
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    api_key_id TEXT,
    user_id TEXT,
    reason TEXT NOT NULL,
    closes_at_before BIGINT,
    closes_at_after BIGINT,
    ends_on_before TEXT,
    ends_on_after TEXT,
    seat_cap_before INTEGER,
    seat_cap_after INTEGER,
    PRIMARY KEY (round_id, number)
) WITHOUT ROWID;

-- The window of its round stands beside each posting, so that lists are ordered by what holds.
ALTER TABLE postings ADD COLUMN round_id TEXT REFERENCES rounds (id);
ALTER TABLE postings ADD COLUMN round_opens_at BIGINT;
ALTER TABLE postings ADD COLUMN round_closes_at BIGINT;
-- Ids joined with commas; empty = for everybody.
ALTER TABLE postings ADD COLUMN members_of TEXT NOT NULL DEFAULT '';
CREATE INDEX postings_round ON postings (round_id, id) WHERE round_id IS NOT NULL;

CREATE TABLE events (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    external_id TEXT,
    kind TEXT NOT NULL CHECK (kind IN ('briefing', 'dialogue', 'talk', 'stay', 'festival', 'session')),
    title TEXT NOT NULL,
    description TEXT,
    program_id TEXT REFERENCES programs (id),
    round_id TEXT REFERENCES rounds (id),
    cohort_id TEXT,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT,
    municipality TEXT,
    place TEXT,
    online_url TEXT,
    capacity BIGINT,
    archive_url TEXT,
    audience TEXT NOT NULL CHECK (audience IN ('everyone', 'members'))
);
CREATE UNIQUE INDEX events_external_id ON events (organization_id, external_id);
CREATE INDEX events_organization ON events (organization_id, id);
CREATE INDEX events_program ON events (program_id) WHERE program_id IS NOT NULL;
CREATE INDEX events_round ON events (round_id) WHERE round_id IS NOT NULL;
CREATE INDEX events_cohort ON events (cohort_id) WHERE cohort_id IS NOT NULL;

-- A speaker who has a record goes with it.
CREATE TABLE event_speakers (
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    affiliation TEXT,
    candidate_id TEXT REFERENCES candidates (id) ON DELETE CASCADE,
    PRIMARY KEY (event_id, position)
) WITHOUT ROWID;
CREATE INDEX event_speakers_candidate ON event_speakers (candidate_id) WHERE candidate_id IS NOT NULL;

CREATE TABLE event_postings (
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    posting_id TEXT NOT NULL REFERENCES postings (id) ON DELETE CASCADE,
    PRIMARY KEY (event_id, position)
) WITHOUT ROWID;
CREATE INDEX event_postings_posting ON event_postings (posting_id);

CREATE TABLE attendances (
    id TEXT PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES events (id),
    candidate_id TEXT NOT NULL REFERENCES candidates (id) ON DELETE CASCADE,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('participant', 'speaker', 'staff')),
    status TEXT NOT NULL CHECK (status IN ('registered', 'attended', 'absent')),
    visit_days INTEGER NOT NULL,
    note TEXT
);
CREATE UNIQUE INDEX attendances_event ON attendances (event_id, candidate_id);
CREATE INDEX attendances_candidate ON attendances (candidate_id, id);
