DELETE FROM hand_tags
USING unnest($1::bigint[], $2::integer[], $3::text[]) AS gone (key, platform, id)
WHERE hand_tags.platform = gone.platform AND hand_tags.id = gone.id
