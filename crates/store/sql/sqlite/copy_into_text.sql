UPDATE mentions SET text = ?1 WHERE platform = ?2 AND id = ?3
