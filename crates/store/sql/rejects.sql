SELECT parts.source, parts.name, rejects.position, rejects.at, rejects.reason, rejects.detail,
    rejects.sample
FROM rejects JOIN parts ON parts.number = rejects.part
ORDER BY rejects.number DESC LIMIT $1
