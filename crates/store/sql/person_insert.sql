INSERT INTO people (number, key, first_day) VALUES (?1, ?2, ?3)
