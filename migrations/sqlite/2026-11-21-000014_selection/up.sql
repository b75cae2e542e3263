-- 印: the log of what markers did. `number` counts the acts of a posting; `undoes` names the act that is undone.
CREATE TABLE mark_events (
    posting_id TEXT NOT NULL REFERENCES postings (id),
    number BIGINT NOT NULL,
    candidate_id TEXT NOT NULL REFERENCES candidates (id) ON DELETE CASCADE,
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    author TEXT NOT NULL,
    act TEXT NOT NULL CHECK (act IN ('shortlisted', 'held', 'declined', 'cleared', 'undone')),
    reason TEXT,
    undoes BIGINT,
    at BIGINT NOT NULL,
    PRIMARY KEY (posting_id, number),
    CHECK ((act = 'undone') = (undoes IS NOT NULL))
) WITHOUT ROWID;
CREATE INDEX mark_events_author ON mark_events (posting_id, author, number);
CREATE INDEX mark_events_candidate ON mark_events (candidate_id);

-- メモ: the present wording; `mentions` is a JSON list of users, kept beside for questions in note_mentions.
CREATE TABLE notes (
    id TEXT PRIMARY KEY,
    posting_id TEXT NOT NULL REFERENCES postings (id),
    candidate_id TEXT REFERENCES candidates (id) ON DELETE CASCADE,
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    author TEXT NOT NULL,
    version BIGINT NOT NULL,
    text TEXT NOT NULL,
    mentions TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX notes_posting ON notes (posting_id, id);
CREATE INDEX notes_candidate ON notes (candidate_id) WHERE candidate_id IS NOT NULL;

CREATE TABLE note_mentions (
    user_id TEXT NOT NULL,
    note_id TEXT NOT NULL REFERENCES notes (id) ON DELETE CASCADE,
    PRIMARY KEY (user_id, note_id)
) WITHOUT ROWID;
CREATE INDEX note_mentions_note ON note_mentions (note_id);

-- Every wording that a note has had, the present one included.
CREATE TABLE note_versions (
    note_id TEXT NOT NULL REFERENCES notes (id) ON DELETE CASCADE,
    version BIGINT NOT NULL,
    text TEXT NOT NULL,
    mentions TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (note_id, version)
) WITHOUT ROWID;

-- 選考の読み方: without names, and with a second approver.
CREATE TABLE reviews (
    posting_id TEXT PRIMARY KEY REFERENCES postings (id),
    version BIGINT NOT NULL,
    blind BOOLEAN NOT NULL,
    second_approver BOOLEAN NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX reviews_blind ON reviews (posting_id) WHERE blind;

-- Names that one reader has revealed.
CREATE TABLE reveals (
    posting_id TEXT NOT NULL REFERENCES postings (id),
    candidate_id TEXT NOT NULL REFERENCES candidates (id) ON DELETE CASCADE,
    author TEXT NOT NULL,
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    reason TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (posting_id, candidate_id, author)
) WITHOUT ROWID;
CREATE INDEX reveals_candidate ON reveals (candidate_id);

-- 見落とし確認: a lot drawn, and who was drawn with what was found.
CREATE TABLE second_looks (
    id TEXT PRIMARY KEY,
    posting_id TEXT NOT NULL REFERENCES postings (id),
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    author TEXT NOT NULL,
    seed BIGINT NOT NULL,
    drawn_from BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX second_looks_posting ON second_looks (posting_id, id);

CREATE TABLE second_look_picks (
    second_look_id TEXT NOT NULL REFERENCES second_looks (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    candidate_id TEXT NOT NULL REFERENCES candidates (id) ON DELETE CASCADE,
    rank BIGINT NOT NULL,
    score BIGINT NOT NULL,
    worth_a_look BOOLEAN,
    note TEXT,
    found_for TEXT,
    found_by TEXT,
    found_at BIGINT,
    PRIMARY KEY (second_look_id, position)
) WITHOUT ROWID;
CREATE INDEX second_look_picks_candidate ON second_look_picks (candidate_id);
