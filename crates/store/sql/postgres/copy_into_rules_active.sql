COPY rules_active (part, start, rules, at) FROM STDIN
