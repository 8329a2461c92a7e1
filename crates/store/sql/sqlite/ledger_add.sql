INSERT INTO ledger (part, hour, class, reason, records) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (part, hour, class, reason) DO UPDATE SET records = records + excluded.records
