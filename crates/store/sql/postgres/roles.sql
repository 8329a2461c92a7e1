-- Roles to be granted to whoever writes and whoever reads. Who may not make roles does without them.
DO $$
BEGIN
    IF (SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user) THEN
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tagline_writer') THEN
            -- Somebody may make it for another database at this very moment.
            BEGIN
                CREATE ROLE tagline_writer NOLOGIN;
            EXCEPTION WHEN duplicate_object OR unique_violation THEN
                NULL;
            END;
        END IF;
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tagline_reader') THEN
            -- Somebody may make it for another database at this very moment.
            BEGIN
                CREATE ROLE tagline_reader NOLOGIN;
            EXCEPTION WHEN duplicate_object OR unique_violation THEN
                NULL;
            END;
        END IF;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'tagline_writer') THEN
        GRANT USAGE ON SCHEMA tagline TO tagline_writer;
        GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA tagline TO tagline_writer;
        GRANT USAGE ON ALL SEQUENCES IN SCHEMA tagline TO tagline_writer;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'tagline_reader') THEN
        GRANT USAGE ON SCHEMA tagline TO tagline_reader;
        GRANT SELECT ON ALL TABLES IN SCHEMA tagline TO tagline_reader;
    END IF;
END
$$
