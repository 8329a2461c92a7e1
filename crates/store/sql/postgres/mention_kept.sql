SELECT mentions.version, mentions.deleted, mentions.hash, mentions.first_version,
    mentions.published_at, mentions.rules, mentions.dimensions, mentions.engagements,
    mentions.impressions, mentions.person, mentions.tags, mentions.given,
    mentions.platform, mentions.id,
    texts.body
FROM mentions JOIN texts ON texts.key = mentions.key AND texts.platform = mentions.platform AND texts.id = mentions.id
WHERE mentions.key = $1 AND mentions.platform = $2 AND mentions.id = $3
