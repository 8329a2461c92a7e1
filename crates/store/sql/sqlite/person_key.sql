SELECT key FROM people WHERE number = ?1
