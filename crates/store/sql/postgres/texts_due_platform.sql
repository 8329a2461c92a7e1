DELETE FROM texts
WHERE (key, platform, id) IN (
    SELECT key, platform, id FROM texts
    WHERE published_at < $1
        AND platform = (SELECT platforms.number FROM platforms WHERE platforms.name = $2)
    ORDER BY published_at LIMIT $3
    FOR UPDATE SKIP LOCKED
)
