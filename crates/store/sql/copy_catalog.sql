SELECT rules, tag, label, kind, role, owner, aliases
FROM catalog_entries ORDER BY rules, tag
