SELECT tag, at, mentions, people FROM judged WHERE at >= $1 ORDER BY tag, at
