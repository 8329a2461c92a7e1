SELECT parts.source, parts.name, cursors.next, cursors.epoch
FROM cursors JOIN parts ON parts.number = cursors.part
ORDER BY parts.source, parts.name
