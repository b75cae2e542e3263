-- What free text is looked for in, folded (width, case, kana); made by the program, also for what is there already:
-- '' = not made yet.
ALTER TABLE candidates ADD COLUMN search_text TEXT COLLATE "C" NOT NULL DEFAULT '';
CREATE INDEX candidates_not_folded ON candidates (id) WHERE search_text = '';
ALTER TABLE postings ADD COLUMN search_text TEXT COLLATE "C" NOT NULL DEFAULT '';
CREATE INDEX postings_not_folded ON postings (id) WHERE search_text = '';
-- The offer an hour, as scoring counts it; NULL = a piece is missing.
ALTER TABLE postings ADD COLUMN reward_yen_per_hour BIGINT;
-- Who can do a skill, and which postings want it.
CREATE INDEX candidate_skills_skill ON candidate_skills (skill, candidate_id);
CREATE INDEX posting_skills_skill ON posting_skills (skill, posting_id);
