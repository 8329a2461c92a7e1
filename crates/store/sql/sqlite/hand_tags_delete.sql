DELETE FROM hand_tags WHERE platform = ?1 AND id = ?2
