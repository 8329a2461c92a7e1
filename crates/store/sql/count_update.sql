UPDATE counts SET tags = ?3 WHERE bucket = ?1 AND dimensions = ?2
