SELECT scope, day, metric, place, value, note FROM measures
WHERE day >= $1 AND day < $2
ORDER BY scope, day, metric, place
