SELECT ifnull(max(number), 0) + 1 FROM texts
