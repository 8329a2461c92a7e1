UPDATE deliveries SET due_at = $1, attempts = $2, state = $3, ended_at = $4, trouble = $5
WHERE key = $6 AND due_at = $7 AND attempts = $8 AND state = 'waiting'
