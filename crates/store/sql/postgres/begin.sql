BEGIN ISOLATION LEVEL READ COMMITTED;
SET LOCAL search_path = tagline, pg_temp;
-- A worker that stands still in the middle of a batch does not hold up the others for long.
SET LOCAL idle_in_transaction_session_timeout = '30s';
SET LOCAL lock_timeout = '60s';
-- A batch finds its rows by their keys: no plan that reads whole tables is ever right.
SET LOCAL enable_hashjoin = off;
SET LOCAL enable_mergejoin = off;
SET LOCAL jit = off;
-- Shared by all who write, held alone by who changes the schema or moves the horizon.
SELECT pg_advisory_xact_lock_shared(1952540519, 0);
