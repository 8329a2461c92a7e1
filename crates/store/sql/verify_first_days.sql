SELECT people.key, people.first_day, days.first_day
FROM people
LEFT JOIN (SELECT person, min(day) AS first_day FROM author_days GROUP BY person) AS days
    ON days.person = people.number
WHERE people.first_day IS NOT days.first_day
    AND (?1 IS NULL OR people.first_day IS NULL OR people.first_day >= ?1)
ORDER BY people.key
