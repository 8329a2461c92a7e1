BEGIN ISOLATION LEVEL READ COMMITTED;
SET LOCAL search_path = tagline, pg_temp;
SET LOCAL idle_in_transaction_session_timeout = '30s';
SET LOCAL jit = off;
SELECT pg_advisory_xact_lock(1952540519, 0);
