SELECT key, mentions FROM author_days WHERE key >= $1 AND key < $2 ORDER BY key
