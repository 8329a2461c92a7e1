COPY author_days (key, shard, mentions) FROM STDIN
