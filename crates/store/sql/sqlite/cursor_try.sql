UPDATE cursors SET attempts = ?3 WHERE part = ?1 AND epoch = ?2
