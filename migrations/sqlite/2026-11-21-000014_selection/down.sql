DROP TABLE second_look_picks;
DROP TABLE second_looks;
DROP TABLE reveals;
DROP TABLE reviews;
DROP TABLE note_versions;
DROP TABLE note_mentions;
DROP TABLE notes;
DROP TABLE mark_events;
