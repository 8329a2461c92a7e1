DELETE FROM texts WHERE number = ?1
