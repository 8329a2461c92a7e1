INSERT INTO settled (platform, id, how, at, who) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (platform, id) DO UPDATE SET how = excluded.how, at = excluded.at, who = excluded.who
WHERE (settled.at, settled.how, settled.who) < (excluded.at, excluded.how, excluded.who)
