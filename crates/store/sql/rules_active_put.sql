INSERT INTO rules_active (part, start, rules, at) VALUES ($1, $2, $3, $4)
ON CONFLICT (part, start) DO UPDATE SET rules = excluded.rules, at = excluded.at
