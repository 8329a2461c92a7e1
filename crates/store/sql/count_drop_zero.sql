DELETE FROM counts WHERE bucket = ?1 AND tag = ?2 AND dimensions = ?3 AND mentions = 0
