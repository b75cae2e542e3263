DROP INDEX audit_events_of_others;
CREATE INDEX audit_events_subject ON audit_events (subject_organization_id, id);
