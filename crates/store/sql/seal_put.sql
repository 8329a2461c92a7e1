INSERT INTO seals (report, at, hash, bytes, states) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (report) DO NOTHING
