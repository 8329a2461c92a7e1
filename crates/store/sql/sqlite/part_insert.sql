INSERT INTO parts (source, name) VALUES (?1, ?2) RETURNING number
