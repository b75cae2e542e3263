DROP INDEX notes_of_people;
DROP INDEX applications_ended;
DROP TABLE erased_stays;
ALTER TABLE erased_applications DROP COLUMN again_anywhere;
ALTER TABLE erased_applications DROP COLUMN again_at_body;
DROP TABLE candidate_activity;
DROP TABLE retention_days;
DROP TABLE retention_policies;
