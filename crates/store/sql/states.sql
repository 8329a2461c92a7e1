SELECT platform, id, deleted, hash, dimensions FROM mentions
WHERE published_at >= $1 AND published_at < $2 AND version IS NOT NULL
