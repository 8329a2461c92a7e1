DELETE FROM hand_tags
WHERE EXISTS (
    SELECT 1 FROM mentions
    WHERE mentions.platform = hand_tags.platform
        AND mentions.id = hand_tags.id
        AND ifnull(mentions.published_at, ifnull(mentions.version, hand_tags.at)) < ?1
)
