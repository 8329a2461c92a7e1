INSERT INTO counts (bucket, dimensions, tags) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING
