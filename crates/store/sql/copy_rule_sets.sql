SELECT number, id, canonical, put FROM rule_sets ORDER BY number
