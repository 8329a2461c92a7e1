INSERT INTO dimensions (number, platform, lang, sentiment, kind, standing, question)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
