SELECT min(key) >> 36 FROM author_days WHERE key >= ?1
