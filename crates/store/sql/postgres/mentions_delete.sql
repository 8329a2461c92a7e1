DELETE FROM mentions
USING unnest($1::bigint[], $2::integer[], $3::text[]) AS gone (key, platform, id)
WHERE mentions.key = gone.key AND mentions.platform = gone.platform AND mentions.id = gone.id
