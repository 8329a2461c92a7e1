DELETE FROM counts WHERE bucket < ?1
