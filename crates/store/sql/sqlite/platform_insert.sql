INSERT INTO platforms (number, name) VALUES (?1, ?2)
