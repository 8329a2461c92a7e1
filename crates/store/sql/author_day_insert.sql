INSERT INTO author_days (day, person, mentions) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING
