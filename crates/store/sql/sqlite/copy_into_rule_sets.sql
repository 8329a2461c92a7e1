INSERT INTO rule_sets (number, id, canonical, put) VALUES (?1, ?2, ?3, ?4)
