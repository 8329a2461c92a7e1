SELECT
    (SELECT min(key) >> 24 FROM counts),
    (SELECT max(key) >> 24 FROM counts)
