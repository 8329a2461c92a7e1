SELECT author_day_rows.day, people.key, tags.name, author_day_rows.standing, author_day_rows.mentions
FROM author_day_rows
JOIN people ON people.number = author_day_rows.person
JOIN tags ON tags.number = author_day_rows.tag
ORDER BY 1, 2, 3, 4
