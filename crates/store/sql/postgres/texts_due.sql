DELETE FROM texts
WHERE (key, platform, id) IN (
    SELECT key, platform, id FROM texts
    WHERE tagged = $1 AND published_at < $2 ORDER BY published_at LIMIT $3
    FOR UPDATE SKIP LOCKED
)
