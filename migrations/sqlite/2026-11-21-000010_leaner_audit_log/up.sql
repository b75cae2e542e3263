-- Most events are of an organization's own records: they need one entry of an index, not two, and no row number.
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
    at BIGINT NOT NULL
) WITHOUT ROWID;
INSERT INTO audit_events_lean SELECT id, organization_id, api_key_id, request_id, action, resource, resource_id, subject_organization_id, detail, at FROM audit_events ORDER BY id;
DROP TABLE audit_events;
ALTER TABLE audit_events_lean RENAME TO audit_events;
CREATE INDEX audit_events_organization ON audit_events (organization_id, id);
CREATE INDEX audit_events_of_others ON audit_events (subject_organization_id, id) WHERE subject_organization_id <> organization_id;
