UPDATE texts SET published_at = new.published_at, tagged = new.tagged
FROM unnest($1::bigint[], $2::integer[], $3::text[], $4::bigint[], $5::boolean[])
    AS new (key, platform, id, published_at, tagged)
WHERE texts.key = new.key AND texts.platform = new.platform AND texts.id = new.id
