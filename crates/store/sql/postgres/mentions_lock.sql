SELECT mentions.version, mentions.deleted, mentions.hash, mentions.first_version,
    mentions.published_at, mentions.rules, mentions.dimensions, mentions.engagements,
    mentions.impressions, mentions.person, mentions.tags, mentions.given,
    mentions.platform, mentions.id
FROM mentions
JOIN unnest($1::bigint[], $2::integer[], $3::text[]) AS wanted (key, platform, id)
    ON mentions.key = wanted.key AND mentions.platform = wanted.platform AND mentions.id = wanted.id
ORDER BY mentions.key, mentions.platform, mentions.id
FOR UPDATE OF mentions
