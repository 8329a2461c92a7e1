INSERT INTO cursors (part, epoch, attempts) VALUES (?1, 1, 1)
ON CONFLICT (part) DO UPDATE SET epoch = epoch + 1, attempts = max(attempts, min(attempts + 1, ?2))
RETURNING epoch, next, attempts, topic_id, leader_epoch
