SELECT number, name FROM platforms ORDER BY number
