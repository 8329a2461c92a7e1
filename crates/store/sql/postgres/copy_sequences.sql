SELECT
    setval(pg_get_serial_sequence('parts', 'number'), (SELECT coalesce(max(number), 0) + 1 FROM parts), false),
    setval(pg_get_serial_sequence('people', 'number'), (SELECT coalesce(max(number), 0) + 1 FROM people), false)
