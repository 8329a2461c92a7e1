SELECT parts.source, parts.name, ledger.hour, ledger.class, ledger.reason, ledger.records
FROM ledger JOIN parts ON parts.number = ledger.part
