SELECT bucket, tag, dimensions, mentions, engagements, impressions
FROM counts WHERE bucket >= ?1 AND bucket < ?2
