SELECT (SELECT count(*) FROM parts) + (SELECT count(*) FROM rule_sets) + (SELECT count(*) FROM platforms)
