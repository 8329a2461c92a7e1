UPDATE author_days SET mentions = ?3 WHERE day = ?1 AND person = ?2
