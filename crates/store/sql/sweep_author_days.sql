DELETE FROM author_days WHERE day < ?1
