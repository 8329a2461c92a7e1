SELECT people.number, people.key, first_days.first_day
FROM people LEFT JOIN first_days ON first_days.person = people.number
ORDER BY people.number
