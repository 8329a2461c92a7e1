SELECT report, at, hash, bytes, states FROM seals WHERE report = $1
