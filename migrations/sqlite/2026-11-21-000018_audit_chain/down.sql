DROP TABLE audit_heads;
CREATE TABLE audit_events_lean (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL,
    api_key_id TEXT,
    request_id TEXT NOT NULL,
    action TEXT NOT NULL,
    resource TEXT NOT NULL,
    resource_id TEXT NOT NULL,
    subject_organization_id TEXT NOT NULL,
    detail TEXT NOT NULL,
    at BIGINT NOT NULL,
    user_id TEXT
) WITHOUT ROWID;
INSERT INTO audit_events_lean (id, organization_id, api_key_id, user_id, request_id, action, resource, resource_id, subject_organization_id, detail, at) SELECT id, organization_id, api_key_id, user_id, request_id, action, resource, resource_id, subject_organization_id, detail, at FROM audit_events UNION ALL SELECT id, organization_id, api_key_id, user_id, request_id, action, resource, resource_id, subject_organization_id, detail, at FROM audit_events_unchained ORDER BY 1;
DROP TABLE audit_events;
DROP TABLE audit_events_unchained;
ALTER TABLE audit_events_lean RENAME TO audit_events;
CREATE INDEX audit_events_organization ON audit_events (organization_id, id);
CREATE INDEX audit_events_of_others ON audit_events (subject_organization_id, id) WHERE subject_organization_id <> organization_id;
