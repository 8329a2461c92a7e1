SELECT number, platform, id FROM texts
WHERE tagged = ?1 AND published_at < ?2 ORDER BY published_at LIMIT ?3
