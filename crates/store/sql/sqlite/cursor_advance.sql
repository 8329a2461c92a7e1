UPDATE cursors SET next = ?4, attempts = 0
WHERE part = ?1 AND epoch = ?2 AND next = ?3
