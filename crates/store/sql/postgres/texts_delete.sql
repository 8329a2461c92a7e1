DELETE FROM texts
USING unnest($1::bigint[], $2::integer[], $3::text[]) AS gone (key, platform, id)
WHERE texts.key = gone.key AND texts.platform = gone.platform AND texts.id = gone.id
