DROP INDEX changes_organization;
