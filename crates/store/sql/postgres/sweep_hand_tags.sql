DELETE FROM hand_tags
USING mentions
WHERE mentions.platform = hand_tags.platform
    AND mentions.id = hand_tags.id
    AND coalesce(mentions.published_at, mentions.version, hand_tags.at) < $1
