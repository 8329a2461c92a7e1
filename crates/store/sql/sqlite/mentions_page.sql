SELECT mentions.version, mentions.deleted, mentions.hash, mentions.first_version,
    mentions.published_at, mentions.rules, mentions.dimensions, mentions.engagements,
    mentions.impressions, mentions.person, mentions.tags, mentions.given, mentions.text
FROM mentions
WHERE mentions.text IS NOT NULL
    AND mentions.published_at >= ?1
    AND mentions.published_at < ?2
    AND (mentions.published_at, mentions.id, mentions.platform) < (?3, ?4, ?5)
    AND (?6 IS NULL OR mentions.platform = ?6)
ORDER BY mentions.published_at DESC, mentions.id DESC, mentions.platform DESC
