SELECT part, at, was, became FROM resets ORDER BY number
