SELECT number FROM parts WHERE source = $1 AND name = $2
