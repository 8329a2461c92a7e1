SELECT key, send, subject, made_at, due_at, attempts, state, ended_at, trouble
FROM deliveries
WHERE state = 'waiting' OR ended_at >= $1
ORDER BY due_at, key
