BEGIN ISOLATION LEVEL READ COMMITTED;
SET LOCAL search_path = tagline, pg_temp;
SET LOCAL idle_in_transaction_session_timeout = '30s';
SET LOCAL jit = off;
-- Who gives numbers need not wait for the disk: the batch that refers to them is written after them, and waits.
SET LOCAL synchronous_commit = off;
