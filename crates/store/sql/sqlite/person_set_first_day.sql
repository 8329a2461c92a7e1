UPDATE people SET first_day = ?2 WHERE number = ?1
