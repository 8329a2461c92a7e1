INSERT INTO heard (source, part, until, at) VALUES ($1, $2, $3, $4)
ON CONFLICT (source, part) DO UPDATE SET until = excluded.until, at = excluded.at
