CREATE TABLE audit_events_before (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL,
    api_key_id TEXT,
    request_id TEXT NOT NULL,
    action TEXT NOT NULL,
    resource TEXT NOT NULL,
    resource_id TEXT NOT NULL,
    subject_organization_id TEXT NOT NULL,
    detail TEXT NOT NULL,
    at BIGINT NOT NULL
);
INSERT INTO audit_events_before SELECT id, organization_id, api_key_id, request_id, action, resource, resource_id, subject_organization_id, detail, at FROM audit_events ORDER BY id;
DROP TABLE audit_events;
ALTER TABLE audit_events_before RENAME TO audit_events;
CREATE INDEX audit_events_organization ON audit_events (organization_id, id);
CREATE INDEX audit_events_subject ON audit_events (subject_organization_id, id);
