INSERT INTO platforms (number, name) SELECT * FROM unnest($1::integer[], $2::text[])
