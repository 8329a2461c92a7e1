SELECT platforms.name, mentions.id, mentions.version, mentions.deleted, hex(mentions.hash),
    mentions.first_version, mentions.published_at, rule_sets.id, dimensions.lang,
    dimensions.sentiment, dimensions.kind, trim(dimensions.standing || ' ' || dimensions.question), mentions.engagements,
    mentions.impressions, people.key, mentions.text IS NOT NULL,
    (
        SELECT group_concat(tags.name || ':' || (entry.value & 7), ' ' ORDER BY tags.name)
        FROM json_each(mentions.tags) AS entry JOIN tags ON tags.number = entry.value >> 3
    ) AS tags,
    (
        SELECT group_concat(tags.name || ':' || (entry.value & 7), ' ' ORDER BY tags.name)
        FROM json_each(mentions.given) AS entry JOIN tags ON tags.number = entry.value >> 3
    ) AS given
FROM mentions
JOIN platforms ON platforms.number = mentions.platform
LEFT JOIN rule_sets ON rule_sets.number = mentions.rules
LEFT JOIN dimensions ON dimensions.number = mentions.dimensions
LEFT JOIN people ON people.number = mentions.person
ORDER BY platforms.name, mentions.id
