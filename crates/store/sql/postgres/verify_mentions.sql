SELECT mentions.version, mentions.deleted, mentions.hash, mentions.first_version,
    mentions.published_at, mentions.rules, mentions.dimensions, mentions.engagements,
    mentions.impressions, mentions.person, mentions.tags, mentions.given,
    mentions.platform, mentions.id,
    texts.body
FROM mentions LEFT JOIN texts ON texts.key = mentions.key AND texts.platform = mentions.platform AND texts.id = mentions.id
WHERE mentions.published_at >= $1 AND mentions.published_at < $2
