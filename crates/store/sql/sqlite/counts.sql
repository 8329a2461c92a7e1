SELECT key, tags FROM counts WHERE key >= ?1 AND key < ?2 ORDER BY key
