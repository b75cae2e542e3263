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

-- 決定: what was decided, on which ranking. A ranking is JSON text that never changes.
CREATE TABLE decisions (
    id TEXT PRIMARY KEY,
    posting_id TEXT NOT NULL REFERENCES postings (id),
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    author TEXT NOT NULL,
    version BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('proposed', 'approved', 'refused', 'superseded')),
    reason TEXT NOT NULL,
    approver_user_id TEXT,
    settled_for TEXT,
    settled_by TEXT,
    settled_note TEXT,
    settled_at BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX decisions_posting ON decisions (posting_id, id);

CREATE TABLE decision_lines (
    decision_id TEXT NOT NULL REFERENCES decisions (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    application_id TEXT NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
    candidate_id TEXT NOT NULL REFERENCES candidates (id) ON DELETE CASCADE,
    outcome TEXT NOT NULL CHECK (outcome IN ('selected', 'waiting', 'not_selected')),
    category TEXT,
    PRIMARY KEY (decision_id, position)
) WITHOUT ROWID;
CREATE INDEX decision_lines_application ON decision_lines (application_id);
CREATE INDEX decision_lines_candidate ON decision_lines (candidate_id);

CREATE TABLE decision_rankings (
    decision_id TEXT PRIMARY KEY REFERENCES decisions (id) ON DELETE CASCADE,
    ranking TEXT NOT NULL
);

-- 結果の連絡: a body's own texts, batches, and what each applicant was told. `alternatives` is a JSON list.
CREATE TABLE notice_templates (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    outcome TEXT NOT NULL CHECK (outcome IN ('selected', 'waiting', 'not_selected')),
    language TEXT NOT NULL CHECK (language IN ('ja', 'en')),
    version BIGINT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX notice_templates_which ON notice_templates (organization_id, outcome, language);

CREATE TABLE notice_batches (
    id TEXT PRIMARY KEY,
    posting_id TEXT NOT NULL REFERENCES postings (id),
    decision_id TEXT NOT NULL REFERENCES decisions (id),
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    author TEXT NOT NULL,
    digest TEXT NOT NULL,
    notices BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX notice_batches_decision ON notice_batches (decision_id);
CREATE INDEX notice_batches_posting ON notice_batches (posting_id, id);

CREATE TABLE notices (
    id TEXT PRIMARY KEY,
    batch_id TEXT NOT NULL REFERENCES notice_batches (id),
    number BIGINT NOT NULL,
    application_id TEXT NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
    candidate_id TEXT NOT NULL REFERENCES candidates (id) ON DELETE CASCADE,
    corrects TEXT,
    outcome TEXT NOT NULL CHECK (outcome IN ('selected', 'waiting', 'not_selected')),
    category TEXT,
    reason TEXT,
    language TEXT NOT NULL,
    recipient_name TEXT NOT NULL,
    recipient_email TEXT,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    alternatives TEXT NOT NULL,
    no_alternative TEXT,
    created_at BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('to_export', 'queued', 'sent', 'failed')),
    attempts BIGINT NOT NULL,
    next_attempt_at BIGINT,
    message_id TEXT,
    failure TEXT,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX notices_number ON notices (batch_id, number);
CREATE INDEX notices_application ON notices (application_id);
CREATE INDEX notices_candidate ON notices (candidate_id);
CREATE INDEX notices_due ON notices (next_attempt_at) WHERE state = 'queued';
