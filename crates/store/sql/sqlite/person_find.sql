SELECT key, number, first_day FROM people WHERE hash = ?1
