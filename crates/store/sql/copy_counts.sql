SELECT key, tags FROM counts ORDER BY key
