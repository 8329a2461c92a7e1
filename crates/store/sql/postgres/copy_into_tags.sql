COPY tags (number, name) FROM STDIN
