SELECT hash FROM suppressions ORDER BY hash
