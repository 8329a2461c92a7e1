INSERT INTO deliveries (key, send, subject, made_at, due_at, attempts, state, ended_at, trouble)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (key) DO NOTHING
