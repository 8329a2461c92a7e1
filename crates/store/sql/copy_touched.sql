SELECT (SELECT count(*) FROM parts) + (SELECT count(*) FROM rule_sets) + (SELECT count(*) FROM platforms)
    + (SELECT count(*) FROM measures) + (SELECT count(*) FROM annotations)
    + (SELECT count(*) FROM suppressions)
    + (SELECT count(*) FROM alerts) + (SELECT count(*) FROM deliveries) + (SELECT count(*) FROM settled)
