DELETE FROM counts WHERE key < $1
