SELECT platforms.name, mentions.id, mentions.version, mentions.deleted,
    coalesce(upper(encode(mentions.hash, 'hex')), ''),
    mentions.first_version, mentions.published_at, rule_sets.id, dimensions.lang,
    dimensions.sentiment, dimensions.kind, trim(dimensions.standing || ' ' || dimensions.question), mentions.engagements,
    mentions.impressions, people.key, texts.key IS NOT NULL,
    (
        SELECT string_agg(tags.name || ':' || (entry.value::integer & 7), ' ' ORDER BY tags.name)
        FROM jsonb_array_elements(mentions.tags::jsonb) AS entry
        JOIN tags ON tags.number = entry.value::integer >> 3
    ) AS tags,
    (
        SELECT string_agg(tags.name || ':' || (entry.value::integer & 7), ' ' ORDER BY tags.name)
        FROM jsonb_array_elements(mentions.given::jsonb) AS entry
        JOIN tags ON tags.number = entry.value::integer >> 3
    ) AS given
FROM mentions
JOIN platforms ON platforms.number = mentions.platform
LEFT JOIN rule_sets ON rule_sets.number = mentions.rules
LEFT JOIN dimensions ON dimensions.number = mentions.dimensions
LEFT JOIN people ON people.number = mentions.person
LEFT JOIN texts ON texts.key = mentions.key AND texts.platform = mentions.platform AND texts.id = mentions.id
ORDER BY platforms.name, mentions.id
