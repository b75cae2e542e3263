DROP TABLE audit_heads;
INSERT INTO audit_events_unchained (id, organization_id, api_key_id, user_id, request_id, action, resource, resource_id, subject_organization_id, detail, at) SELECT id, organization_id, api_key_id, user_id, request_id, action, resource, resource_id, subject_organization_id, detail, at FROM audit_events;
DROP TABLE audit_events;
DROP FUNCTION audit_log_is_append_only();
ALTER TABLE audit_events_unchained RENAME TO audit_events;
ALTER INDEX audit_events_unchained_pkey RENAME TO audit_events_pkey;
CREATE INDEX audit_events_organization ON audit_events (organization_id, id);
CREATE INDEX audit_events_of_others ON audit_events (subject_organization_id, id) WHERE subject_organization_id <> organization_id;
