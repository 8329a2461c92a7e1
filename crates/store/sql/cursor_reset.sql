UPDATE cursors
SET next = $1, epoch = epoch + 1, attempts = 0, topic_id = NULL, leader_epoch = NULL
WHERE part = $2
