SELECT count(*) FROM alerts WHERE id = $1
