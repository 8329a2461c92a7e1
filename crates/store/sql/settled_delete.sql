DELETE FROM settled WHERE platform = $1 AND id = $2
