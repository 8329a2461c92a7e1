INSERT INTO texts (key, platform, id, published_at, tagged, body)
SELECT * FROM unnest(
    $1::bigint[], $2::integer[], $3::text[], $4::bigint[], $5::boolean[], $6::bytea[]
)
ON CONFLICT (key, platform, id) DO UPDATE SET
    published_at = excluded.published_at, tagged = excluded.tagged, body = excluded.body
