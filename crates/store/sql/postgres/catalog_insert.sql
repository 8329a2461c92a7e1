INSERT INTO catalog_entries (rules, tag, label, kind, role, owner, aliases)
SELECT $1, new.*
FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
    AS new (tag, label, kind, role, owner, aliases)
