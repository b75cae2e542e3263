DROP TABLE application_access;
DROP TABLE encounters;
DROP TABLE waiting_list_entries;
DROP TABLE application_moves;

-- The older program knows two statuses: who is out of it for good stands to it no more than who has withdrawn.
DROP INDEX applications_standing;
DROP INDEX applications_due;
DROP INDEX applications_redirected;
UPDATE applications SET status = CASE WHEN status IN ('declined', 'withdrawn', 'expired', 'redirected') THEN 'withdrawn' ELSE 'submitted' END;
ALTER TABLE applications DROP COLUMN stage_entered_at;
ALTER TABLE applications DROP COLUMN due_at;
ALTER TABLE applications DROP COLUMN reminded_at;
ALTER TABLE applications DROP COLUMN reason_category;
ALTER TABLE applications DROP COLUMN redirected_to;
ALTER TABLE applications DROP CONSTRAINT applications_status_check;
ALTER TABLE applications ADD CONSTRAINT applications_status_check CHECK (status IN ('submitted', 'withdrawn'));
CREATE UNIQUE INDEX applications_standing ON applications (posting_id, candidate_id) WHERE status = 'submitted';
