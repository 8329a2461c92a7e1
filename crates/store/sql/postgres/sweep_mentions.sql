DELETE FROM mentions
WHERE published_at < $1
    OR (published_at IS NULL AND version < $1)
    OR (
        published_at IS NULL
        AND version IS NULL
        AND NOT EXISTS (
            SELECT 1 FROM hand_tags
            WHERE hand_tags.platform = mentions.platform AND hand_tags.id = mentions.id
        )
    )
