-- Match runs also rank postings for people: a run has a direction, and its matches are in the order of its subjects,
-- which are postings or people. A place of a person is nobody's key, so matches refer to the posting by its id.

ALTER TABLE match_runs RENAME COLUMN per_posting TO per_subject;
ALTER TABLE match_runs ADD COLUMN direction TEXT COLLATE "C" NOT NULL DEFAULT 'candidates_for_postings' CHECK (direction IN ('candidates_for_postings', 'postings_for_candidates'));

-- Where a run that goes through people goes on; refers to nothing, for the person may be erased meanwhile.
ALTER TABLE jobs ADD COLUMN last_candidate_id TEXT COLLATE "C";

DROP INDEX match_run_postings_posting;
CREATE UNIQUE INDEX match_run_postings_once ON match_run_postings (posting_id, match_run_id);

-- `subject_place` is the subject's place in its run; `item` is the rest of the ranked item as JSON.
ALTER TABLE matches DROP CONSTRAINT matches_match_run_id_posting_position_fkey;
ALTER TABLE matches RENAME COLUMN posting_position TO subject_place;
ALTER TABLE matches ADD CONSTRAINT matches_posting_of_run FOREIGN KEY (posting_id, match_run_id) REFERENCES match_run_postings (posting_id, match_run_id) ON DELETE CASCADE;

-- One for each filter of the list, in its order; the erasure of a person goes by the first.
DROP INDEX matches_candidate;
CREATE INDEX matches_candidate ON matches (candidate_id, match_run_id, subject_place, rank);
CREATE INDEX matches_posting ON matches (posting_id, match_run_id, subject_place, rank);
