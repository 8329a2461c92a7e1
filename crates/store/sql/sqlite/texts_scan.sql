SELECT platform, id, published_at, body FROM texts NOT INDEXED
WHERE published_at >= ?1 AND published_at < ?2
