COPY dimensions (number, platform, lang, sentiment, kind, standing) FROM STDIN
