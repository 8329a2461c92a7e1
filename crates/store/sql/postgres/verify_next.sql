SELECT
    (SELECT min(published_at) FROM mentions WHERE published_at >= $1),
    (SELECT min(key) >> 24 FROM counts WHERE key >= $2),
    (SELECT min(key) >> 36 FROM author_days WHERE key >= $3)
