SELECT tags FROM counts WHERE key = ?1
