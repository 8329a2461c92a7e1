UPDATE mentions SET
    version = ?3, deleted = ?4, hash = ?5, first_version = ?6, published_at = ?7, rules = ?8,
    dimensions = ?9, engagements = ?10, impressions = ?11, person = ?12, tags = ?13, given = ?14,
    text = ?15
WHERE platform = ?1 AND id = ?2
