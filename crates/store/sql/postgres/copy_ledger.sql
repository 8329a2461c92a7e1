SELECT part, nullif(hour, -9223372036854775808), class, reason, records FROM ledger ORDER BY part, ledger.hour, class, reason
