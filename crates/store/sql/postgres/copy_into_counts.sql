COPY counts (key, shard, tags) FROM STDIN
