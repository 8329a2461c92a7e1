COPY texts (key, platform, id, published_at, tagged, body) FROM STDIN
