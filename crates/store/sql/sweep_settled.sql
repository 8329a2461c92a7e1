DELETE FROM settled
WHERE EXISTS (
    SELECT 1 FROM mentions JOIN platforms ON platforms.number = mentions.platform
    WHERE platforms.name = settled.platform
        AND mentions.id = settled.id
        AND coalesce(mentions.published_at, mentions.version, settled.at) < $1
)
