SELECT rules FROM rules_active
WHERE part = $1 AND start <= $2 ORDER BY start DESC LIMIT 1
