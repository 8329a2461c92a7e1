SELECT part, start, rules, at FROM rules_active ORDER BY part, start
