SELECT key, send, subject, made_at, due_at, attempts, state, ended_at, trouble FROM deliveries ORDER BY key
