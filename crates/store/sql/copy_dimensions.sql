SELECT number, platform, lang, sentiment, kind, standing, question FROM dimensions ORDER BY number
