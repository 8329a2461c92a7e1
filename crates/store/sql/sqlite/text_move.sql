UPDATE texts SET published_at = ?2, tagged = ?3 WHERE number = ?1
