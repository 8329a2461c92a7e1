COPY mentions (
    key, platform, id, version, deleted, hash, first_version, published_at, rules, dimensions,
    engagements, impressions, person, tags, given
) FROM STDIN
