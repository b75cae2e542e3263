-- What became of people who were shown for postings, as their bodies report it. `match_run_id` and `ranking_tag` name the
-- list that it came of; they refer to nothing, for lists are not kept for ever.
CREATE TABLE outcome_events (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    event_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('viewed', 'contacted', 'applied', 'declined', 'withdrawn', 'encounter_held', 'accepted', 'engaged', 'completed', 'renewed', 'converted')),
    posting_id TEXT NOT NULL REFERENCES postings (id),
    candidate_id TEXT NOT NULL REFERENCES candidates (id) ON DELETE CASCADE,
    match_run_id TEXT,
    ranking_tag TEXT,
    reason TEXT,
    happened_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX outcome_events_external_id ON outcome_events (organization_id, event_id);
CREATE INDEX outcome_events_organization ON outcome_events (organization_id, id);
CREATE INDEX outcome_events_posting ON outcome_events (posting_id, id);
CREATE INDEX outcome_events_candidate ON outcome_events (candidate_id, id);
