COPY parts (number, source, name) FROM STDIN
