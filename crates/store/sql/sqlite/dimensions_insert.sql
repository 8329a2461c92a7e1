INSERT INTO dimensions (number, platform, lang, sentiment, kind, standing)
VALUES (?1, ?2, ?3, ?4, ?5, ?6)
