-- To the hour: when a key opened something last.
ALTER TABLE api_keys ADD COLUMN last_used_at BIGINT;
