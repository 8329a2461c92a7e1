-- What `mentions_lock.sql` asks, without the lock: a fault that tests plant. It looks, and then takes its time, so that
-- what others do meanwhile is missed in every run and not only by luck.
SELECT mentions.version, mentions.deleted, mentions.hash, mentions.first_version,
    mentions.published_at, mentions.rules, mentions.dimensions, mentions.engagements,
    mentions.impressions, mentions.person, mentions.tags, mentions.given,
    mentions.platform, mentions.id
FROM mentions
JOIN unnest($1::bigint[], $2::integer[], $3::text[]) AS wanted (key, platform, id)
    ON mentions.key = wanted.key AND mentions.platform = wanted.platform AND mentions.id = wanted.id
CROSS JOIN (SELECT pg_sleep(0.05)) AS meanwhile
ORDER BY mentions.key, mentions.platform, mentions.id
