-- People who log in. `email_key` is what two addresses are compared by; a user without `password_hash` cannot log in.
CREATE TABLE users (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    disabled_at BIGINT,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    display_name TEXT NOT NULL,
    roles TEXT NOT NULL,
    password_hash TEXT
);
CREATE UNIQUE INDEX users_email_key ON users (email_key);
CREATE INDEX users_organization ON users (organization_id, id);

-- Log-ins of users. The token itself is never kept.
CREATE TABLE sessions (
    token_hash TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_user ON sessions (user_id);

ALTER TABLE audit_events ADD COLUMN user_id TEXT;
ALTER TABLE imports ADD COLUMN user_id TEXT;
