SELECT DISTINCT platform, id FROM hand_tags
