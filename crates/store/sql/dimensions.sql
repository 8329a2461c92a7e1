SELECT number, platform, lang, sentiment, kind, standing
FROM dimensions WHERE number > $1 ORDER BY number
