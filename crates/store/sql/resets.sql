SELECT parts.source, parts.name, resets.at, resets.was, resets.became
FROM resets JOIN parts ON parts.number = resets.part
ORDER BY resets.number
