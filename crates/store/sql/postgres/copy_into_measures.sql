COPY measures (scope, day, metric, place, value, note) FROM STDIN
