COPY rule_sets (number, id, canonical, put) FROM STDIN
