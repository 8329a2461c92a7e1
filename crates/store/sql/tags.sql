SELECT number, name FROM tags WHERE number > $1 ORDER BY number
