SELECT min(day) FROM author_days WHERE day > ?1
