SELECT id, canonical FROM rule_sets ORDER BY id
