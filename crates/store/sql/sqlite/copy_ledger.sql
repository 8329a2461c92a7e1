SELECT part, nullif(hour, ''), class, reason, records FROM ledger ORDER BY part, hour <> '', hour, class, reason
