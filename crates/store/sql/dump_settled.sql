SELECT platform, id, how, at, who FROM settled ORDER BY platform, id
