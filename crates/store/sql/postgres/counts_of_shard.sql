SELECT key, tags FROM counts WHERE shard = $1 AND key = ANY ($2)
