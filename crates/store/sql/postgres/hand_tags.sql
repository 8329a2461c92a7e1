SELECT hand_tags.platform, hand_tags.id, hand_tags.tag, hand_tags.at, hand_tags.removed, hand_tags.who
FROM hand_tags
JOIN unnest($1::integer[], $2::text[]) AS wanted (platform, id)
    ON hand_tags.platform = wanted.platform AND hand_tags.id = wanted.id
ORDER BY hand_tags.platform, hand_tags.id, hand_tags.tag
