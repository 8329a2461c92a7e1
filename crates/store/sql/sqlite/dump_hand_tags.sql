SELECT platforms.name, hand_tags.id, tags.name, hand_tags.at,
    iif(hand_tags.removed, 'remove', 'add'), hand_tags.who
FROM hand_tags
JOIN platforms ON platforms.number = hand_tags.platform
JOIN tags ON tags.number = hand_tags.tag
ORDER BY platforms.name, hand_tags.id, tags.name
