SELECT mentions.version, mentions.deleted, mentions.hash, mentions.first_version,
    mentions.published_at, mentions.rules, mentions.dimensions, mentions.engagements,
    mentions.impressions, mentions.person, mentions.tags, mentions.given,
    mentions.platform, mentions.id
FROM mentions WHERE mentions.published_at >= $1 AND mentions.published_at < $2
