SELECT id FROM mentions WHERE person = $1 AND platform = $2 ORDER BY id
