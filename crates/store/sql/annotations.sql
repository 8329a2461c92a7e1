SELECT day, text FROM annotations WHERE day >= $1 AND day < $2 ORDER BY day, text
