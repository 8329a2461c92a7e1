DELETE FROM author_days WHERE key < $1
