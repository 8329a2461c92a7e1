UPDATE cursors SET topic_id = ?3, leader_epoch = ?4 WHERE part = ?1 AND epoch = ?2
