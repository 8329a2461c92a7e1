INSERT INTO author_days (key, mentions) VALUES (?1, ?2) ON CONFLICT DO NOTHING
