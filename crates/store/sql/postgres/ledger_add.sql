INSERT INTO ledger (part, hour, class, reason, records)
SELECT $1, new.* FROM unnest($2::bigint[], $3::text[], $4::text[], $5::bigint[])
    AS new (hour, class, reason, records)
ON CONFLICT (part, hour, class, reason) DO UPDATE SET records = ledger.records + excluded.records
