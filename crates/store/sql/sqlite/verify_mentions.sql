SELECT mentions.version, mentions.deleted, mentions.hash, mentions.first_version,
    mentions.published_at, mentions.rules, mentions.dimensions, mentions.engagements,
    mentions.impressions, mentions.person, mentions.tags, mentions.given, mentions.text,
    mentions.platform, mentions.id, texts.body
FROM mentions LEFT JOIN texts ON texts.number = mentions.text
WHERE mentions.published_at >= ?1 AND mentions.published_at < ?2
