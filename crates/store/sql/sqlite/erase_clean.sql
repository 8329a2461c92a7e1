PRAGMA wal_checkpoint (TRUNCATE);
VACUUM;
PRAGMA wal_checkpoint (TRUNCATE);
