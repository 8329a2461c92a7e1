INSERT INTO annotations (day, text) VALUES ($1, $2) ON CONFLICT (day, text) DO NOTHING
