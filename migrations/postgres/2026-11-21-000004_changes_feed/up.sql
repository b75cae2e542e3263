-- The feed of changes is read by organization, in the order of commits.
CREATE INDEX changes_organization ON changes (organization_id, xid, seq);
