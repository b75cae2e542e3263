-- Which records a kept answer names, whatever they are of: it goes with any of them. Answers that are kept when this is
-- made are named nowhere; they are older than a day the next day, and go then.
CREATE TABLE idempotency_mentions (
    mentioned_id TEXT NOT NULL,
    organization_id TEXT NOT NULL,
    key TEXT NOT NULL,
    PRIMARY KEY (mentioned_id, organization_id, key),
    FOREIGN KEY (organization_id, key) REFERENCES idempotency_keys (organization_id, key) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX idempotency_mentions_answer ON idempotency_mentions (organization_id, key);

-- Why a letter was put right: it tells of a person and goes with them, so it stands beside the letter.
ALTER TABLE notices ADD COLUMN correction_reason TEXT;
