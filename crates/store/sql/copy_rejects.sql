SELECT part, position, at, reason, detail, sample FROM rejects ORDER BY number
