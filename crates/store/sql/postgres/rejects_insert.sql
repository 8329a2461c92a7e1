INSERT INTO rejects (part, position, at, reason, detail, sample)
SELECT $1, new.* FROM unnest($2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::bytea[])
    AS new (position, at, reason, detail, sample)
