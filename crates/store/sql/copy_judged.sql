SELECT tag, at, mentions, people FROM judged ORDER BY tag, at
