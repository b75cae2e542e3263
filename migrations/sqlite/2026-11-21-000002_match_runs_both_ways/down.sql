-- Runs that rank postings for people have no form without a direction: they go, with their jobs and matches.
DELETE FROM match_runs WHERE direction = 'postings_for_candidates';
DELETE FROM jobs WHERE kind = 'match_run' AND match_run_id NOT IN (SELECT id FROM match_runs);

ALTER TABLE matches RENAME TO matches_before;
DROP INDEX matches_candidate;
DROP INDEX matches_posting;
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
INSERT INTO matches SELECT match_run_id, subject_place, rank, posting_id, posting_version, candidate_id, score, item FROM matches_before;
DROP TABLE matches_before;
CREATE INDEX matches_candidate ON matches (candidate_id);

DROP INDEX match_run_postings_once;
CREATE INDEX match_run_postings_posting ON match_run_postings (posting_id);
ALTER TABLE jobs DROP COLUMN last_candidate_id;
ALTER TABLE match_runs DROP COLUMN direction;
ALTER TABLE match_runs RENAME COLUMN per_subject TO per_posting;
