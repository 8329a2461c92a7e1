SELECT number, key FROM people WHERE number = ANY ($1)
