SELECT number, first_day FROM people WHERE key = ?1
