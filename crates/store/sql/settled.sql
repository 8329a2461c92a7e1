SELECT platform, id, how, at, who FROM settled WHERE how <> '' ORDER BY platform, id
