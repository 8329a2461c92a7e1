DELETE FROM author_days WHERE shard = $1 AND key = ANY ($2)
