ALTER TABLE imports DROP COLUMN user_id;
ALTER TABLE audit_events DROP COLUMN user_id;
DROP TABLE sessions;
DROP TABLE users;
