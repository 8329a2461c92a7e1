SELECT platforms.name, hand_tags.id, tags.name, hand_tags.at,
    CASE WHEN hand_tags.removed THEN 'remove' ELSE 'add' END, hand_tags.who
FROM hand_tags
JOIN platforms ON platforms.number = hand_tags.platform
JOIN tags ON tags.number = hand_tags.tag
ORDER BY platforms.name, hand_tags.id, tags.name
