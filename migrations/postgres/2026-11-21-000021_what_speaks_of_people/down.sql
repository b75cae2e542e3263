ALTER TABLE notices DROP COLUMN correction_reason;
DROP TABLE idempotency_mentions;
