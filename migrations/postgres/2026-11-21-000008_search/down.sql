DROP INDEX posting_skills_skill;
DROP INDEX candidate_skills_skill;
ALTER TABLE postings DROP COLUMN reward_yen_per_hour;
DROP INDEX postings_not_folded;
ALTER TABLE postings DROP COLUMN search_text;
DROP INDEX candidates_not_folded;
ALTER TABLE candidates DROP COLUMN search_text;
