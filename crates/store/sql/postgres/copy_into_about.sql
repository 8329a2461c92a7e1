COPY about (name, value) FROM STDIN
