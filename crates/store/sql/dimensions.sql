SELECT number, platform, lang, sentiment, kind, standing, question
FROM dimensions WHERE number > $1 ORDER BY number
