INSERT INTO author_days (key, shard, mentions)
SELECT new.key, $1, new.mentions FROM unnest($2::bigint[], $3::text[]) AS new (key, mentions)
ON CONFLICT (key, shard) DO UPDATE SET mentions = excluded.mentions
