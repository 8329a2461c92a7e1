-- A stored first day is one of a day that is no longer kept: of the others it follows from what is kept.
SELECT people.key, people.first_day, first_days.first_day
FROM people JOIN first_days ON first_days.person = people.number
WHERE people.first_day IS NOT NULL AND ($1 IS NULL OR people.first_day >= $1)
ORDER BY people.key
