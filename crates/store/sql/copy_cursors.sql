SELECT part, next, epoch, attempts, topic_id, leader_epoch FROM cursors ORDER BY part
