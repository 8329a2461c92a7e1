UPDATE mentions SET
    version = new.version, deleted = new.deleted, hash = new.hash,
    first_version = new.first_version, published_at = new.published_at, rules = new.rules,
    dimensions = new.dimensions, engagements = new.engagements, impressions = new.impressions,
    person = new.person, tags = new.tags, given = new.given
FROM unnest(
    $1::bigint[], $2::integer[], $3::text[], $4::bigint[], $5::boolean[], $6::bytea[], $7::bigint[],
    $8::bigint[], $9::integer[], $10::integer[], $11::bigint[], $12::bigint[], $13::bigint[],
    $14::text[], $15::text[]
) AS new (
    key, platform, id, version, deleted, hash, first_version, published_at, rules, dimensions,
    engagements, impressions, person, tags, given
)
WHERE mentions.key = new.key AND mentions.platform = new.platform AND mentions.id = new.id
