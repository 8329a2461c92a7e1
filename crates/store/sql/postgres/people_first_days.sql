SELECT person, first_day FROM first_days WHERE person = ANY ($1) AND first_day IS NOT NULL
