UPDATE cursors SET next = $1, attempts = 0
WHERE part = $2 AND epoch = $3 AND next = $4
