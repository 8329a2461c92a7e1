COPY judged (tag, at, mentions, people) FROM STDIN
