COPY catalog_entries (rules, tag, label, kind, role, owner, aliases) FROM STDIN
