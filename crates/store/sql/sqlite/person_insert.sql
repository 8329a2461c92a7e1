INSERT INTO people (hash, number, key, first_day) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (hash) DO NOTHING
