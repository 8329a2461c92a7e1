COPY cursors (part, next, epoch, attempts, topic_id, leader_epoch) FROM STDIN
