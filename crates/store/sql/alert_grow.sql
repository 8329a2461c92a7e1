UPDATE alerts SET latest = $1, mentions = $2 WHERE id = $3 AND latest <= $1
