INSERT INTO mentions (
    key, platform, id, version, deleted, hash, first_version, published_at, rules, dimensions,
    engagements, impressions, person, tags, given
)
SELECT * FROM unnest(
    $1::bigint[], $2::integer[], $3::text[], $4::bigint[], $5::boolean[], $6::bytea[], $7::bigint[],
    $8::bigint[], $9::integer[], $10::integer[], $11::bigint[], $12::bigint[], $13::bigint[],
    $14::text[], $15::text[]
)
ON CONFLICT DO NOTHING
RETURNING key, platform, id
