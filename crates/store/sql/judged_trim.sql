DELETE FROM judged WHERE at < $1
