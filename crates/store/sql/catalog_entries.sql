SELECT tag, label, kind, role, owner, aliases
FROM catalog_entries WHERE rules = $1 ORDER BY tag
