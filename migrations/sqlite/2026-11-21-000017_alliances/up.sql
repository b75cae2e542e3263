-- 地域人事部アライアンス. `organization_id` is the member that keeps it.
CREATE TABLE alliances (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    ended_at BIGINT,
    name TEXT NOT NULL,
    purpose TEXT NOT NULL
);

-- `position` is the order in which the bodies were first asked.
CREATE TABLE alliance_members (
    alliance_id TEXT NOT NULL REFERENCES alliances (id) ON DELETE CASCADE,
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    position INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('invited', 'member', 'left')),
    invited_by TEXT REFERENCES organizations (id),
    invited_at BIGINT NOT NULL,
    joined_at BIGINT,
    left_at BIGINT,
    PRIMARY KEY (alliance_id, organization_id)
) WITHOUT ROWID;
CREATE INDEX alliance_members_organization ON alliance_members (organization_id, alliance_id);

-- `skills`, `categories` and `regions` are joined with commas and have one at either end; `specialities` and `languages`
-- are JSON lists of texts. `speciality_text` and `search_text` are folded.
CREATE TABLE directory_entries (
    organization_id TEXT PRIMARY KEY REFERENCES organizations (id) ON DELETE CASCADE,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    skills TEXT NOT NULL,
    specialities TEXT NOT NULL,
    categories TEXT NOT NULL,
    regions TEXT NOT NULL,
    takes_on TEXT,
    languages TEXT NOT NULL,
    contact TEXT,
    speciality_text TEXT NOT NULL,
    search_text TEXT NOT NULL
);

-- 引き合わせ・回付: of a person or of a posting. `previous_id` is the referral by which the sender got it.
CREATE TABLE referrals (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    to_organization_id TEXT NOT NULL REFERENCES organizations (id),
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('candidate', 'posting')),
    candidate_id TEXT REFERENCES candidates (id) ON DELETE CASCADE,
    posting_id TEXT REFERENCES postings (id) ON DELETE CASCADE,
    previous_id TEXT,
    items TEXT NOT NULL,
    reason TEXT NOT NULL,
    message TEXT,
    state TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'declined', 'withdrawn', 'ended')),
    expires_at BIGINT NOT NULL,
    answered_at BIGINT,
    answer_reason TEXT,
    ended_at BIGINT,
    end_reason TEXT,
    CHECK (organization_id <> to_organization_id),
    CHECK ((candidate_id IS NULL) <> (posting_id IS NULL))
);
CREATE INDEX referrals_organization ON referrals (organization_id, id);
CREATE INDEX referrals_recipient ON referrals (to_organization_id, id);
CREATE INDEX referrals_candidate ON referrals (candidate_id) WHERE candidate_id IS NOT NULL;
CREATE INDEX referrals_posting ON referrals (posting_id) WHERE posting_id IS NOT NULL;

-- 紹介. `history` is a JSON list.
CREATE TABLE proposals (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    posting_id TEXT NOT NULL REFERENCES postings (id) ON DELETE CASCADE,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('proposed', 'interested', 'declined', 'accepted', 'withdrawn')),
    team_name TEXT,
    message TEXT,
    history TEXT NOT NULL
);
CREATE INDEX proposals_organization ON proposals (organization_id, id);
CREATE INDEX proposals_posting ON proposals (posting_id, id);

CREATE TABLE proposal_people (
    proposal_id TEXT NOT NULL REFERENCES proposals (id) ON DELETE CASCADE,
    candidate_id TEXT NOT NULL REFERENCES candidates (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    role TEXT,
    state TEXT NOT NULL CHECK (state IN ('proposed', 'wanted', 'passed_over', 'applied')),
    application_id TEXT REFERENCES applications (id) ON DELETE SET NULL,
    PRIMARY KEY (proposal_id, candidate_id)
) WITHOUT ROWID;
CREATE INDEX proposal_people_candidate ON proposal_people (candidate_id);
CREATE INDEX proposal_people_application ON proposal_people (application_id) WHERE application_id IS NOT NULL;

-- `posting` is the JSON form of what is written of postings.
CREATE TABLE posting_templates (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    name TEXT NOT NULL,
    note TEXT,
    sharing TEXT NOT NULL CHECK (sharing IN ('nobody', 'allied', 'everyone')),
    posting TEXT NOT NULL
);
CREATE INDEX posting_templates_organization ON posting_templates (organization_id, id);

CREATE TABLE posting_template_uses (
    posting_id TEXT PRIMARY KEY REFERENCES postings (id) ON DELETE CASCADE,
    template_id TEXT NOT NULL REFERENCES posting_templates (id) ON DELETE CASCADE,
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    created_at BIGINT NOT NULL
);
CREATE INDEX posting_template_uses_template ON posting_template_uses (template_id);

-- 約束ごと.
CREATE TABLE promises (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    user_id TEXT,
    api_key_id TEXT,
    to_candidate_id TEXT REFERENCES candidates (id) ON DELETE CASCADE,
    to_organization_id TEXT REFERENCES organizations (id),
    posting_id TEXT REFERENCES postings (id) ON DELETE CASCADE,
    application_id TEXT REFERENCES applications (id) ON DELETE CASCADE,
    program_id TEXT REFERENCES programs (id) ON DELETE CASCADE,
    what TEXT NOT NULL,
    due_on TEXT,
    state TEXT NOT NULL CHECK (state IN ('open', 'kept', 'released')),
    closed_at BIGINT,
    reason TEXT,
    CHECK ((to_candidate_id IS NULL) <> (to_organization_id IS NULL))
);
CREATE INDEX promises_organization ON promises (organization_id, state, id);
CREATE INDEX promises_candidate ON promises (to_candidate_id) WHERE to_candidate_id IS NOT NULL;
CREATE INDEX promises_posting ON promises (posting_id) WHERE posting_id IS NOT NULL;
CREATE INDEX promises_application ON promises (application_id) WHERE application_id IS NOT NULL;
CREATE INDEX promises_program ON promises (program_id) WHERE program_id IS NOT NULL;

-- 引き継ぎ. `remarks` and `document` are JSON; what tells of people is in the next table.
CREATE TABLE handovers (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    program_id TEXT NOT NULL REFERENCES programs (id) ON DELETE CASCADE,
    from_user_id TEXT NOT NULL REFERENCES users (id),
    to_user_id TEXT NOT NULL REFERENCES users (id),
    moves_at BIGINT NOT NULL,
    note TEXT,
    state TEXT NOT NULL CHECK (state IN ('draft', 'sent', 'acknowledged')),
    sent_at BIGINT,
    acknowledged_at BIGINT,
    moved_at BIGINT,
    remarks TEXT NOT NULL,
    document TEXT NOT NULL
);
CREATE INDEX handovers_organization ON handovers (organization_id, id);
CREATE INDEX handovers_program ON handovers (program_id, moves_at);

CREATE TABLE handover_people (
    handover_id TEXT NOT NULL REFERENCES handovers (id) ON DELETE CASCADE,
    candidate_id TEXT NOT NULL REFERENCES candidates (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    email TEXT,
    phone TEXT,
    facts TEXT NOT NULL,
    PRIMARY KEY (handover_id, candidate_id)
) WITHOUT ROWID;
CREATE INDEX handover_people_candidate ON handover_people (candidate_id);
