SELECT 3 * (SELECT count(*) FROM texts WHERE tagged IN (0, 1) AND published_at >= ?1 AND published_at < ?2)
    > (SELECT count(*) FROM texts)
