SELECT key, mentions FROM author_days ORDER BY key
