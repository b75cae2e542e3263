-- Named groups of regions: public words.
CREATE TABLE region_groups (
    id TEXT COLLATE "C" PRIMARY KEY,
    organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations (id),
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    description TEXT COLLATE "C",
    regions TEXT COLLATE "C" NOT NULL
);
CREATE INDEX region_groups_organization ON region_groups (organization_id, id);

CREATE TABLE programs (
    id TEXT COLLATE "C" PRIMARY KEY,
    organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations (id),
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    external_id TEXT COLLATE "C",
    name TEXT COLLATE "C" NOT NULL,
    purpose TEXT COLLATE "C",
    fiscal_year INTEGER,
    starts_on TEXT COLLATE "C",
    ends_on TEXT COLLATE "C",
    regions TEXT COLLATE "C" NOT NULL,
    responsible_user_id TEXT COLLATE "C",
    status TEXT COLLATE "C" NOT NULL CHECK (status IN ('open', 'closed'))
);
CREATE UNIQUE INDEX programs_external_id ON programs (organization_id, external_id);
CREATE INDEX programs_organization ON programs (organization_id, id);
CREATE INDEX programs_responsible_user ON programs (responsible_user_id) WHERE responsible_user_id IS NOT NULL;

-- The bodies that take part in a program.
CREATE TABLE program_partners (
    program_id TEXT COLLATE "C" NOT NULL REFERENCES programs (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations (id),
    PRIMARY KEY (program_id, position)
);
CREATE INDEX program_partners_organization ON program_partners (organization_id, program_id);

-- What is in force now, amendments included. `stage_days` is a JSON object, `stage_order` words joined with commas.
CREATE TABLE rounds (
    id TEXT COLLATE "C" PRIMARY KEY,
    organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations (id),
    program_id TEXT COLLATE "C" NOT NULL REFERENCES programs (id),
    version BIGINT NOT NULL,
    status TEXT COLLATE "C" NOT NULL CHECK (status IN ('draft', 'published', 'closed')),
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    external_id TEXT COLLATE "C",
    name TEXT COLLATE "C" NOT NULL,
    application_opens_at BIGINT,
    application_closes_at BIGINT,
    engagement_starts_on TEXT COLLATE "C",
    engagement_ends_on TEXT COLLATE "C",
    seat_cap INTEGER,
    pending_cap INTEGER,
    stage_order TEXT COLLATE "C" NOT NULL,
    stage_days TEXT COLLATE "C" NOT NULL
);
CREATE UNIQUE INDEX rounds_external_id ON rounds (organization_id, external_id);
CREATE INDEX rounds_organization ON rounds (organization_id, id);
CREATE INDEX rounds_program ON rounds (program_id, id);

CREATE TABLE round_areas (
    round_id TEXT COLLATE "C" NOT NULL REFERENCES rounds (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    regions TEXT COLLATE "C" NOT NULL,
    region_group_id TEXT COLLATE "C" REFERENCES region_groups (id),
    PRIMARY KEY (round_id, position)
);
CREATE INDEX round_areas_region_group ON round_areas (region_group_id);

-- Areas and bodies are many to many.
CREATE TABLE round_area_partners (
    round_id TEXT COLLATE "C" NOT NULL REFERENCES rounds (id) ON DELETE CASCADE,
    area_position INTEGER NOT NULL,
    position INTEGER NOT NULL,
    organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations (id),
    PRIMARY KEY (round_id, area_position, position)
);
CREATE INDEX round_area_partners_organization ON round_area_partners (organization_id, round_id);

-- What changed in a published round. A value that did not change is blank on both sides.
CREATE TABLE round_amendments (
    round_id TEXT COLLATE "C" NOT NULL REFERENCES rounds (id) ON DELETE CASCADE,
    number BIGINT NOT NULL,
    at BIGINT NOT NULL,
    organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations (id),
    api_key_id TEXT COLLATE "C",
    user_id TEXT COLLATE "C",
    reason TEXT COLLATE "C" NOT NULL,
    closes_at_before BIGINT,
    closes_at_after BIGINT,
    ends_on_before TEXT COLLATE "C",
    ends_on_after TEXT COLLATE "C",
    seat_cap_before INTEGER,
    seat_cap_after INTEGER,
    PRIMARY KEY (round_id, number)
);

-- The window of its round stands beside each posting, so that lists are ordered by what holds.
ALTER TABLE postings ADD COLUMN round_id TEXT COLLATE "C" REFERENCES rounds (id);
ALTER TABLE postings ADD COLUMN round_opens_at BIGINT;
ALTER TABLE postings ADD COLUMN round_closes_at BIGINT;
-- Ids joined with commas; empty = for everybody.
ALTER TABLE postings ADD COLUMN members_of TEXT COLLATE "C" NOT NULL DEFAULT '';
CREATE INDEX postings_round ON postings (round_id, id) WHERE round_id IS NOT NULL;

CREATE TABLE events (
    id TEXT COLLATE "C" PRIMARY KEY,
    organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations (id),
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    external_id TEXT COLLATE "C",
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('briefing', 'dialogue', 'talk', 'stay', 'festival', 'session')),
    title TEXT COLLATE "C" NOT NULL,
    description TEXT COLLATE "C",
    program_id TEXT COLLATE "C" REFERENCES programs (id),
    round_id TEXT COLLATE "C" REFERENCES rounds (id),
    cohort_id TEXT COLLATE "C",
    starts_at BIGINT NOT NULL,
    ends_at BIGINT,
    municipality TEXT COLLATE "C",
    place TEXT COLLATE "C",
    online_url TEXT COLLATE "C",
    capacity BIGINT,
    archive_url TEXT COLLATE "C",
    audience TEXT COLLATE "C" NOT NULL CHECK (audience IN ('everyone', 'members'))
);
CREATE UNIQUE INDEX events_external_id ON events (organization_id, external_id);
CREATE INDEX events_organization ON events (organization_id, id);
CREATE INDEX events_program ON events (program_id) WHERE program_id IS NOT NULL;
CREATE INDEX events_round ON events (round_id) WHERE round_id IS NOT NULL;
CREATE INDEX events_cohort ON events (cohort_id) WHERE cohort_id IS NOT NULL;

-- A speaker who has a record goes with it.
CREATE TABLE event_speakers (
    event_id TEXT COLLATE "C" NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    affiliation TEXT COLLATE "C",
    candidate_id TEXT COLLATE "C" REFERENCES candidates (id) ON DELETE CASCADE,
    PRIMARY KEY (event_id, position)
);
CREATE INDEX event_speakers_candidate ON event_speakers (candidate_id) WHERE candidate_id IS NOT NULL;

CREATE TABLE event_postings (
    event_id TEXT COLLATE "C" NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    posting_id TEXT COLLATE "C" NOT NULL REFERENCES postings (id) ON DELETE CASCADE,
    PRIMARY KEY (event_id, position)
);
CREATE INDEX event_postings_posting ON event_postings (posting_id);

CREATE TABLE attendances (
    id TEXT COLLATE "C" PRIMARY KEY,
    event_id TEXT COLLATE "C" NOT NULL REFERENCES events (id),
    candidate_id TEXT COLLATE "C" NOT NULL REFERENCES candidates (id) ON DELETE CASCADE,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    role TEXT COLLATE "C" NOT NULL CHECK (role IN ('participant', 'speaker', 'staff')),
    status TEXT COLLATE "C" NOT NULL CHECK (status IN ('registered', 'attended', 'absent')),
    visit_days INTEGER NOT NULL,
    note TEXT COLLATE "C"
);
CREATE UNIQUE INDEX attendances_event ON attendances (event_id, candidate_id);
CREATE INDEX attendances_candidate ON attendances (candidate_id, id);
