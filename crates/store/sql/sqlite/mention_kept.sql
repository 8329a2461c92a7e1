SELECT mentions.version, mentions.deleted, mentions.hash, mentions.first_version,
    mentions.published_at, mentions.rules, mentions.dimensions, mentions.engagements,
    mentions.impressions, mentions.person, mentions.tags, mentions.given, mentions.text,
    texts.body
FROM mentions JOIN texts ON texts.number = mentions.text
WHERE mentions.platform = ?1 AND mentions.id = ?2
