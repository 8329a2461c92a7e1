INSERT INTO cursors (part, epoch, attempts) VALUES ($1, 1, 1)
ON CONFLICT (part) DO UPDATE SET
    epoch = cursors.epoch + 1,
    attempts = greatest(cursors.attempts, least(cursors.attempts + 1, $2))
RETURNING epoch, next, attempts, topic_id, leader_epoch
