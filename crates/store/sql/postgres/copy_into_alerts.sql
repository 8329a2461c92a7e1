COPY alerts (id, tag, kind, start, latest, raised_at, mentions, expected, strength, people, loudest, drivers, rules, grade, graded_by, graded_at, note) FROM STDIN
