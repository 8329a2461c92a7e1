COPY deliveries (key, send, subject, made_at, due_at, attempts, state, ended_at, trouble) FROM STDIN
