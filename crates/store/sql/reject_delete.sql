DELETE FROM rejects WHERE number = $1
