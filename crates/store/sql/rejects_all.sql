SELECT number, sample, detail FROM rejects ORDER BY number
