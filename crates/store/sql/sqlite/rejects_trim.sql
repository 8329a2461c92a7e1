DELETE FROM rejects WHERE number <= (SELECT max(number) FROM rejects) - ?1
