INSERT INTO rejects (part, position, at, reason, detail, sample)
VALUES (?1, ?2, ?3, ?4, ?5, ?6)
