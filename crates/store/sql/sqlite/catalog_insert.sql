INSERT INTO catalog_entries (rules, tag, label, kind, role, owner, aliases)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
