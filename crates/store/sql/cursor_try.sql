UPDATE cursors SET attempts = $1 WHERE part = $2 AND epoch = $3
