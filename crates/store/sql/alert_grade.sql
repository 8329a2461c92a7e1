UPDATE alerts SET grade = $1, graded_by = $2, graded_at = $3, note = $4 WHERE id = $5 AND graded_at <= $3
