-- Match runs also rank postings for people: a run has a direction, and its matches are in the order of its subjects,
-- which are postings or people. A place of a person is nobody's key, so matches refer to the posting by its id.

ALTER TABLE match_runs RENAME COLUMN per_posting TO per_subject;
ALTER TABLE match_runs ADD COLUMN direction TEXT NOT NULL DEFAULT 'candidates_for_postings' CHECK (direction IN ('candidates_for_postings', 'postings_for_candidates'));

-- Where a run that goes through people goes on; refers to nothing, for the person may be erased meanwhile.
ALTER TABLE jobs ADD COLUMN last_candidate_id TEXT;

DROP INDEX match_run_postings_posting;
CREATE UNIQUE INDEX match_run_postings_once ON match_run_postings (posting_id, match_run_id);

ALTER TABLE matches RENAME TO matches_before;
DROP INDEX matches_candidate;

-- `subject_place` is the subject's place in its run; `item` is the rest of the ranked item as JSON.
CREATE TABLE matches (
    match_run_id TEXT NOT NULL,
    subject_place INTEGER NOT NULL,
    rank INTEGER NOT NULL,
    posting_id TEXT NOT NULL,
    posting_version BIGINT NOT NULL,
    candidate_id TEXT NOT NULL REFERENCES candidates (id) ON DELETE CASCADE,
    score BIGINT NOT NULL,
    item TEXT NOT NULL,
    PRIMARY KEY (match_run_id, subject_place, rank),
    FOREIGN KEY (posting_id, match_run_id) REFERENCES match_run_postings (posting_id, match_run_id) ON DELETE CASCADE
);
INSERT INTO matches SELECT match_run_id, posting_position, rank, posting_id, posting_version, candidate_id, score, item FROM matches_before;
DROP TABLE matches_before;

-- One for each filter of the list, in its order; the erasure of a person goes by the first.
CREATE INDEX matches_candidate ON matches (candidate_id, match_run_id, subject_place, rank);
CREATE INDEX matches_posting ON matches (posting_id, match_run_id, subject_place, rank);
