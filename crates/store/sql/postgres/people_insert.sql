INSERT INTO people (key) SELECT unnest($1::text[])
ON CONFLICT (key) DO NOTHING RETURNING key, number
