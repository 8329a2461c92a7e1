INSERT INTO counts (bucket, tag, dimensions, mentions, engagements, impressions)
VALUES (?1, ?2, ?3, ?4, ?5, ?6)
ON CONFLICT (bucket, tag, dimensions) DO UPDATE SET
    mentions = mentions + excluded.mentions,
    engagements = engagements + excluded.engagements,
    impressions = impressions + excluded.impressions
