DELETE FROM people WHERE number = ?1
    AND NOT EXISTS (SELECT 1 FROM people AS next WHERE next.hash = people.hash + 1)
