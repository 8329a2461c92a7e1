SELECT version, deleted, hash, first_version, published_at, rules, dimensions,
    engagements, impressions, person, tags, given, text
FROM mentions WHERE platform = ?1 AND id = ?2
