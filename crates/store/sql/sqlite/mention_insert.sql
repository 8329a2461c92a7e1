INSERT INTO mentions (
    platform, id, version, deleted, hash, first_version, published_at, rules, dimensions,
    engagements, impressions, person, tags, given, text
) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
ON CONFLICT DO NOTHING
