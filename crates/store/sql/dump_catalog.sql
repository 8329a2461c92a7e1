SELECT rule_sets.id, catalog_entries.tag, catalog_entries.label, catalog_entries.kind,
    catalog_entries.role, catalog_entries.owner, catalog_entries.aliases
FROM catalog_entries JOIN rule_sets ON rule_sets.number = catalog_entries.rules
ORDER BY rule_sets.id, catalog_entries.tag
