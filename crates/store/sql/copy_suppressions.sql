SELECT hash, at FROM suppressions ORDER BY hash
