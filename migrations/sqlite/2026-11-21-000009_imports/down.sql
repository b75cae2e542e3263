-- The older program would take them for match runs.
DELETE FROM jobs WHERE import_id IS NOT NULL;
ALTER TABLE jobs DROP COLUMN import_id;
ALTER TABLE jobs ADD COLUMN old_kind TEXT NOT NULL DEFAULT 'match_run' CHECK (old_kind IN ('match_run'));
ALTER TABLE jobs DROP COLUMN kind;
ALTER TABLE jobs RENAME COLUMN old_kind TO kind;
DROP TABLE import_rows;
DROP TABLE import_files;
DROP TABLE imports;
