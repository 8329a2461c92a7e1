PRAGMA wal_checkpoint (TRUNCATE);
PRAGMA journal_mode = DELETE;
