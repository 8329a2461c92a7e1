SELECT day, person, mentions FROM author_days WHERE day >= ?1 AND day < ?2
