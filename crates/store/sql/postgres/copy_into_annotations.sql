COPY annotations (day, text) FROM STDIN
