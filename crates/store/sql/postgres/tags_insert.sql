INSERT INTO tags (number, name) SELECT * FROM unnest($1::integer[], $2::text[])
