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
