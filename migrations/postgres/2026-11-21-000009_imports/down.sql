-- The older program would take them for match runs.
DELETE FROM jobs WHERE import_id IS NOT NULL;
ALTER TABLE jobs DROP COLUMN import_id;
ALTER TABLE jobs DROP CONSTRAINT jobs_kind_check;
ALTER TABLE jobs ADD CONSTRAINT jobs_kind_check CHECK (kind IN ('match_run'));
DROP TABLE import_rows;
DROP TABLE import_files;
DROP TABLE imports;
