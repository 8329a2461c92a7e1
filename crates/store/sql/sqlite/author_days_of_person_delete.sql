DELETE FROM author_days WHERE (key & 68719476735) = ?1
