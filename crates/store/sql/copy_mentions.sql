SELECT platforms.name, mentions.platform, mentions.id, mentions.version, mentions.deleted,
    mentions.hash, mentions.first_version, mentions.published_at, mentions.rules,
    mentions.dimensions, mentions.engagements, mentions.impressions, mentions.person,
    mentions.tags, mentions.given
FROM mentions JOIN platforms ON platforms.number = mentions.platform
