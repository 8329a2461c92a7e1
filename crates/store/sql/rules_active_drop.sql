DELETE FROM rules_active WHERE part = $1 AND start >= $2
