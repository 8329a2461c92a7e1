SELECT number, key, first_day FROM people
