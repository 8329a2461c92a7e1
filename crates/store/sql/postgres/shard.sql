SELECT shard FROM generate_series(16, 31) AS shard
WHERE pg_try_advisory_xact_lock(1952540519, shard) LIMIT 1
