INSERT INTO rule_sets (number, id, canonical, put)
VALUES (
    (SELECT coalesce(max(number), 0) + 1 FROM rule_sets),
    $1,
    $2,
    (SELECT coalesce(max(put), 0) + 1 FROM rule_sets)
)
ON CONFLICT (id) DO UPDATE SET put = excluded.put
RETURNING number
