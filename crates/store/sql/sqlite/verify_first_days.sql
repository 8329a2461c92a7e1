SELECT people.key, people.first_day, days.first_day
FROM people
LEFT JOIN (
    -- An expression has no affinity, and what has none gets no automatic index: the join would be quadratic.
    SELECT
        CAST(author_days.key & 0xFFFFFFFFF AS INTEGER) AS person,
        min(author_days.key >> 36) AS first_day
    FROM author_days GROUP BY 1
) AS days ON days.person = people.number
WHERE people.first_day IS NOT days.first_day
    AND (?1 IS NULL OR people.first_day IS NULL OR people.first_day >= ?1)
ORDER BY people.key
