SELECT number, source, name FROM parts ORDER BY number
