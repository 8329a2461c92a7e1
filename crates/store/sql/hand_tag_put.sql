INSERT INTO hand_tags (platform, id, tag, at, removed, who) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (platform, id, tag) DO UPDATE SET
    at = excluded.at, removed = excluded.removed, who = excluded.who
