COPY people (number, key, first_day) FROM STDIN
