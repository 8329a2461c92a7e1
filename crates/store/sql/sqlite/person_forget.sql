UPDATE people SET key = '', first_day = NULL WHERE number = ?1
