SELECT id, tag, kind, start, latest, raised_at, mentions, expected, strength, people, loudest, drivers, rules, grade, graded_by, graded_at, note
FROM alerts
WHERE start >= $1 AND start < $2
ORDER BY start, kind, tag
