UPDATE counts SET tags = ?2 WHERE key = ?1
