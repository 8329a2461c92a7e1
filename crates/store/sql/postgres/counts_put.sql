INSERT INTO counts (key, shard, tags)
SELECT new.key, $1, new.tags FROM unnest($2::bigint[], $3::text[]) AS new (key, tags)
ON CONFLICT (key, shard) DO UPDATE SET tags = excluded.tags
