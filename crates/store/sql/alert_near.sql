SELECT count(*) FROM alerts WHERE tag = $1 AND kind = $2 AND latest > $3 AND start < $4
