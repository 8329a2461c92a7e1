INSERT INTO measures (scope, day, metric, place, value, note) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (scope, day, metric, place) DO UPDATE SET value = excluded.value, note = excluded.note
