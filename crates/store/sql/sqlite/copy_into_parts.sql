INSERT INTO parts (number, source, name) VALUES (?1, ?2, ?3)
