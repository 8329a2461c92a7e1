SELECT name, value FROM about WHERE name IN ('horizon', 'blind_from', 'blind_to', 'erase_key') ORDER BY name
