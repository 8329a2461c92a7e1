SELECT key, first_day FROM people WHERE number = ?1
