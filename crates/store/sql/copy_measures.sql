SELECT scope, day, metric, place, value, note FROM measures ORDER BY scope, day, metric, place
