SELECT body FROM texts WHERE number = ?1
