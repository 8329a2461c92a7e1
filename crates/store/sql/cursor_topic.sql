UPDATE cursors SET topic_id = $1, leader_epoch = $2 WHERE part = $3 AND epoch = $4
