INSERT INTO resets (part, at, was, became) VALUES ($1, $2, $3, $4)
