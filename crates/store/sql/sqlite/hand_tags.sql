SELECT tag, at, removed, who FROM hand_tags WHERE platform = ?1 AND id = ?2 ORDER BY tag
