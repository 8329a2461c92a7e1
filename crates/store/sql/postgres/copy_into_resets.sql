COPY resets (part, at, was, became) FROM STDIN
