INSERT INTO tags (number, name) VALUES (?1, ?2)
