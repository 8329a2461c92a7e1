SELECT platform, id, published_at, body FROM texts
WHERE tagged IN (0, 1) AND published_at >= ?1 AND published_at < ?2
