UPDATE cursors
SET next = ?2, epoch = epoch + 1, attempts = 0, topic_id = NULL, leader_epoch = NULL
WHERE part = ?1
