SELECT
    parts.source,
    parts.name,
    cursors.next,
    cursors.epoch,
    cursors.attempts,
    cursors.topic_id,
    cursors.leader_epoch
FROM cursors JOIN parts ON parts.number = cursors.part
ORDER BY parts.source, parts.name
