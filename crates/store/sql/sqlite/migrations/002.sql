-- What people did to positions by hand. was and became are NULL for a part that is not started.
CREATE TABLE resets (
    number INTEGER PRIMARY KEY,
    part INTEGER NOT NULL REFERENCES parts,
    at INTEGER NOT NULL,
    was INTEGER,
    became INTEGER
) STRICT;

CREATE VIEW v_resets AS
SELECT
    (resets.at - (resets.at % 1000 + 1000) % 1000) / 1000 AS ts,
    date((resets.at - (resets.at % 1000 + 1000) % 1000) / 1000, 'unixepoch') AS day,
    parts.source,
    parts.name AS part,
    resets.was,
    resets.became
FROM resets
JOIN parts ON parts.number = resets.part;
