-- Runs that rank postings for people have no form without a direction: they go, with their jobs and matches.
DELETE FROM match_runs WHERE direction = 'postings_for_candidates';
DELETE FROM jobs WHERE kind = 'match_run' AND match_run_id NOT IN (SELECT id FROM match_runs);

DROP INDEX matches_posting;
DROP INDEX matches_candidate;
CREATE INDEX matches_candidate ON matches (candidate_id);
ALTER TABLE matches DROP CONSTRAINT matches_posting_of_run;
ALTER TABLE matches RENAME COLUMN subject_place TO posting_position;
ALTER TABLE matches ADD CONSTRAINT matches_match_run_id_posting_position_fkey FOREIGN KEY (match_run_id, posting_position) REFERENCES match_run_postings (match_run_id, position) ON DELETE CASCADE;

DROP INDEX match_run_postings_once;
CREATE INDEX match_run_postings_posting ON match_run_postings (posting_id);
ALTER TABLE jobs DROP COLUMN last_candidate_id;
ALTER TABLE match_runs DROP COLUMN direction;
ALTER TABLE match_runs RENAME COLUMN per_subject TO per_posting;
