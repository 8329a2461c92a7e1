SELECT version, deleted, hash, first_version, published_at, rules, dimensions,
    engagements, impressions, person, tags, given, text
FROM mentions WHERE published_at >= ?1 AND published_at < ?2
