DELETE FROM catalog_entries WHERE rules = $1
