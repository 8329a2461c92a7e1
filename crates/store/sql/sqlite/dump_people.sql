SELECT key, first_day FROM people WHERE first_day IS NOT NULL ORDER BY key
