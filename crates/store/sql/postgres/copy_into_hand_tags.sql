COPY hand_tags (platform, id, tag, at, removed, who) FROM STDIN
