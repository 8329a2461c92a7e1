SELECT next FROM cursors WHERE part = $1 FOR UPDATE
