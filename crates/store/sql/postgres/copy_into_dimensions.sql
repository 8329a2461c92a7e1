COPY dimensions (number, platform, lang, sentiment, kind, standing, question) FROM STDIN
