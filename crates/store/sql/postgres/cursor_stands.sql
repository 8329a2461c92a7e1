SELECT next FROM cursors WHERE part = $1 AND epoch = $2
