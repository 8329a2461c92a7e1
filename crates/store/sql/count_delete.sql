DELETE FROM counts WHERE bucket = ?1 AND dimensions = ?2
