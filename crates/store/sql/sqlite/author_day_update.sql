UPDATE author_days SET mentions = ?2 WHERE key = ?1
