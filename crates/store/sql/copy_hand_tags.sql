SELECT platform, id, tag, at, removed, who FROM hand_tags ORDER BY platform, id, tag
