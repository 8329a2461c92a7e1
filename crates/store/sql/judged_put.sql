INSERT INTO judged (tag, at, mentions, people) VALUES ($1, $2, $3, $4) ON CONFLICT (tag, at) DO NOTHING
