INSERT INTO cursors (part, next, epoch, attempts, topic_id, leader_epoch)
VALUES (?1, ?2, ?3, ?4, ?5, ?6)
