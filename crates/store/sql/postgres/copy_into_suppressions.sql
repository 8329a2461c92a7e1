COPY suppressions (hash, at) FROM STDIN
