-- What somebody was told of. id follows from tag, kind and start; start and latest begin buckets; expected and strength in
-- millionths; drivers: a line each, name, mentions and thousandths parted by tabs; grade is '' until somebody gives one.
CREATE TABLE alerts (
    id text COLLATE "C" PRIMARY KEY,
    tag text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    start bigint NOT NULL,
    latest bigint NOT NULL,
    raised_at bigint NOT NULL,
    mentions bigint NOT NULL,
    expected bigint,
    strength bigint,
    people bigint,
    loudest bigint,
    drivers text COLLATE "C" NOT NULL,
    rules text COLLATE "C" NOT NULL,
    grade text COLLATE "C" NOT NULL,
    graded_by text COLLATE "C" NOT NULL,
    graded_at bigint NOT NULL,
    note text COLLATE "C" NOT NULL
);

-- What was judged, as it was counted then.
CREATE TABLE judged (
    tag text COLLATE "C" NOT NULL,
    at bigint NOT NULL,
    mentions bigint NOT NULL,
    people bigint,
    PRIMARY KEY (tag, at)
);

-- What is to be sent, and what was. state: waiting, sent, dropped.
CREATE TABLE deliveries (
    key text COLLATE "C" PRIMARY KEY,
    send text COLLATE "C" NOT NULL,
    subject text COLLATE "C" NOT NULL,
    made_at bigint NOT NULL,
    due_at bigint NOT NULL,
    attempts bigint NOT NULL,
    state text COLLATE "C" NOT NULL,
    ended_at bigint NOT NULL,
    trouble text COLLATE "C" NOT NULL
);

-- Up to when each part was heard, and when that was said; who runs says it anew.
CREATE TABLE heard (
    source text COLLATE "C" NOT NULL,
    part text COLLATE "C" NOT NULL,
    until bigint NOT NULL,
    at bigint NOT NULL,
    PRIMARY KEY (source, part)
);

-- Mentions that wait for no answer any more because somebody says so. how: elsewhere, not-needed, or '' when taken back.
CREATE TABLE settled (
    platform text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    how text COLLATE "C" NOT NULL,
    at bigint NOT NULL,
    who text COLLATE "C" NOT NULL,
    PRIMARY KEY (platform, id)
);

CREATE VIEW v_alerts AS
SELECT
    floor(start / 1000.0)::bigint AS ts,
    utc_day(floor(start / 1000.0)::bigint) AS day,
    utc_time(floor(start / 1000.0)::bigint) AS at,
    id,
    tag,
    kind,
    mentions,
    expected / 1000000.0::double precision AS expected,
    strength / 1000000.0::double precision AS strength,
    people,
    nullif(grade, '') AS grade,
    nullif(note, '') AS note
FROM alerts;
