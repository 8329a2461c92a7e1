SELECT mentions FROM author_days WHERE day = ?1 AND person = ?2
