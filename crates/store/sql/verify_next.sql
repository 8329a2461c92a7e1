SELECT
    (SELECT min(published_at) FROM mentions WHERE published_at >= ?1),
    (SELECT min(bucket) FROM counts WHERE bucket >= ?2),
    (SELECT min(day) FROM author_days WHERE day >= ?3)
