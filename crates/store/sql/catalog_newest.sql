SELECT number, id FROM rule_sets ORDER BY put DESC LIMIT 1
