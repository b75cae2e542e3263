DROP TABLE directory_entries;
DROP TABLE alliance_members;
DROP TABLE alliances;
