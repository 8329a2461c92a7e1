INSERT INTO alerts (id, tag, kind, start, latest, raised_at, mentions, expected, strength, people, loudest, drivers, rules, grade, graded_by, graded_at, note)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
ON CONFLICT (id) DO NOTHING
