-- What was erased and must not come back: hashes under the key that `about` has as erase_key, as 32 hexadecimal digits.
CREATE TABLE suppressions (
    hash TEXT PRIMARY KEY,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
