DELETE FROM mentions WHERE platform = ?1 AND id = ?2
