SELECT rules_active.start, rule_sets.id
FROM rules_active JOIN rule_sets ON rule_sets.number = rules_active.rules
WHERE rules_active.part = $1 ORDER BY rules_active.start
