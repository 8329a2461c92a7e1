-- Reports as they were handed over. report: the command that makes it again; hash: SHA-256 of bytes, in hexadecimal; states:
-- 16 bytes for each mention of its period: a hash of platform and id, one of its version, and how it counted.
CREATE TABLE seals (
    report TEXT PRIMARY KEY,
    at INTEGER NOT NULL,
    hash TEXT NOT NULL,
    bytes BLOB NOT NULL,
    states BLOB NOT NULL
) STRICT;
