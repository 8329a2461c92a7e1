SELECT number, key, first_day FROM people ORDER BY number
