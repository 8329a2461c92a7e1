SELECT author_days.key >> 36, people.key, tags.name, CAST(entry.key AS INTEGER) & 7, entry.value
FROM author_days
JOIN people ON people.number = author_days.key & 0xFFFFFFFFF
JOIN json_each(author_days.mentions) AS entry
JOIN tags ON tags.number = CAST(entry.key AS INTEGER) >> 3
ORDER BY 1, 2, 3, 4
