SELECT count_rows.bucket, tags.name, platforms.name, dimensions.lang, dimensions.sentiment,
    dimensions.kind, trim(dimensions.standing || ' ' || dimensions.question), count_rows.mentions, count_rows.engagements, count_rows.impressions
FROM count_rows
JOIN tags ON tags.number = count_rows.tag
JOIN dimensions ON dimensions.number = count_rows.dimensions
JOIN platforms ON platforms.number = dimensions.platform
ORDER BY count_rows.bucket, tags.name, platforms.name, dimensions.lang, dimensions.sentiment,
    dimensions.kind, dimensions.standing, dimensions.question
