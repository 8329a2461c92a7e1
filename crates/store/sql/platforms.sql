SELECT number, name FROM platforms WHERE number > $1 ORDER BY number
