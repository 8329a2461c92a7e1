-- Reports as they were handed over. report: the command that makes it again; hash: SHA-256 of bytes, in hexadecimal; states:
-- 16 bytes for each mention of its period: a hash of platform and id, one of its version, and how it counted.
CREATE TABLE seals (
    report text COLLATE "C" PRIMARY KEY,
    at bigint NOT NULL,
    hash text COLLATE "C" NOT NULL,
    bytes bytea NOT NULL,
    states bytea NOT NULL
);
