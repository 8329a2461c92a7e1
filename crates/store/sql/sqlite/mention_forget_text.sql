UPDATE mentions SET text = NULL WHERE platform = ?1 AND id = ?2
