INSERT INTO texts (number, platform, id, published_at, tagged, body)
VALUES (?1, ?2, ?3, ?4, ?5, ?6)
ON CONFLICT (number) DO UPDATE SET
    published_at = excluded.published_at, tagged = excluded.tagged, body = excluded.body
