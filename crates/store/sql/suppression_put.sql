INSERT INTO suppressions (hash, at) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING
