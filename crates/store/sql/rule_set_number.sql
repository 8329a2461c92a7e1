SELECT number FROM rule_sets WHERE id = $1
