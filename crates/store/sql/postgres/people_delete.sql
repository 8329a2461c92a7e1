DELETE FROM people WHERE key = ANY ($1)
