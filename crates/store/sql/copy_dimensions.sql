SELECT number, platform, lang, sentiment, kind, standing FROM dimensions ORDER BY number
