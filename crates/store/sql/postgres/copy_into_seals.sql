COPY seals (report, at, hash, bytes, states) FROM STDIN
