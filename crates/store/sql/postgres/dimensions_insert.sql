INSERT INTO dimensions (number, platform, lang, sentiment, kind, standing, question)
SELECT * FROM unnest(
    $1::integer[], $2::integer[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[]
)
