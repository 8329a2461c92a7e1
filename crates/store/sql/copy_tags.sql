SELECT number, name FROM tags WHERE number > 2 ORDER BY number
