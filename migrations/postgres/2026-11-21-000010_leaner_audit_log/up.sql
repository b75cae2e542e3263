-- Most events are of an organization's own records: they need one entry of an index, not two.
DROP INDEX audit_events_subject;
CREATE INDEX audit_events_of_others ON audit_events (subject_organization_id, id) WHERE subject_organization_id <> organization_id;
