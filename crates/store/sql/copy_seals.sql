SELECT report, at, hash, bytes, states FROM seals ORDER BY report
