COPY platforms (number, name) FROM STDIN
