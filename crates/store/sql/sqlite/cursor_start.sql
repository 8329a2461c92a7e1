UPDATE cursors SET next = ?3, attempts = 0 WHERE part = ?1 AND epoch = ?2 AND next IS NULL
