SELECT key, number FROM people WHERE key = ANY ($1)
