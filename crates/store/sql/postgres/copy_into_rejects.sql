COPY rejects (part, position, at, reason, detail, sample) FROM STDIN
