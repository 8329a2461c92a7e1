SELECT counts.bucket, tags.name, platforms.name, dimensions.lang, dimensions.sentiment,
    dimensions.kind, dimensions.standing, counts.mentions, counts.engagements, counts.impressions
FROM counts
JOIN tags ON tags.number = counts.tag
JOIN dimensions ON dimensions.number = counts.dimensions
JOIN platforms ON platforms.number = dimensions.platform
ORDER BY counts.bucket, tags.name, platforms.name, dimensions.lang, dimensions.sentiment,
    dimensions.kind, dimensions.standing
