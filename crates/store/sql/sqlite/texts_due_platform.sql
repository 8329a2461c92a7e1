SELECT number, platform, id FROM texts
WHERE tagged = ?1
    AND published_at < ?2
    AND platform = (SELECT platforms.number FROM platforms WHERE platforms.name = ?4)
ORDER BY published_at LIMIT ?3
