-- The feed of changes is read by organization, in the order of commits: with one writer, that is the order of `seq`.
CREATE INDEX changes_organization ON changes (organization_id, seq);
