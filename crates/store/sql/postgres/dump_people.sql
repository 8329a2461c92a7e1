SELECT key, first_day FROM first_days ORDER BY key
