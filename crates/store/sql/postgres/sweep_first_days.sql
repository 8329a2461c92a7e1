UPDATE people SET first_day = least(people.first_day, days.day)
FROM (
    SELECT person, min(day) AS day FROM author_day_rows WHERE day < $1 GROUP BY person
) AS days
WHERE people.number = days.person
