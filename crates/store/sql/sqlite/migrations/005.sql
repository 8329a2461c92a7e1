-- What somebody was told of. id follows from tag, kind and start; start and latest begin buckets; expected and strength in
-- millionths; drivers: a line each, name, mentions and thousandths parted by tabs; grade is '' until somebody gives one.
CREATE TABLE alerts (
    id TEXT PRIMARY KEY,
    tag TEXT NOT NULL,
    kind TEXT NOT NULL,
    start INTEGER NOT NULL,
    latest INTEGER NOT NULL,
    raised_at INTEGER NOT NULL,
    mentions INTEGER NOT NULL,
    expected INTEGER,
    strength INTEGER,
    people INTEGER,
    loudest INTEGER,
    drivers TEXT NOT NULL,
    rules TEXT NOT NULL,
    grade TEXT NOT NULL,
    graded_by TEXT NOT NULL,
    graded_at INTEGER NOT NULL,
    note TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What was judged, as it was counted then.
CREATE TABLE judged (
    tag TEXT NOT NULL,
    at INTEGER NOT NULL,
    mentions INTEGER NOT NULL,
    people INTEGER,
    PRIMARY KEY (tag, at)
) STRICT, WITHOUT ROWID;

-- What is to be sent, and what was. state: waiting, sent, dropped.
CREATE TABLE deliveries (
    key TEXT PRIMARY KEY,
    send TEXT NOT NULL,
    subject TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    state TEXT NOT NULL,
    ended_at INTEGER NOT NULL,
    trouble TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Up to when each part was heard, and when that was said; who runs says it anew.
CREATE TABLE heard (
    source TEXT NOT NULL,
    part TEXT NOT NULL,
    until INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (source, part)
) STRICT, WITHOUT ROWID;

-- Mentions that wait for no answer any more because somebody says so. how: elsewhere, not-needed, or '' when taken back.
CREATE TABLE settled (
    platform TEXT NOT NULL,
    id TEXT NOT NULL,
    how TEXT NOT NULL,
    at INTEGER NOT NULL,
    who TEXT NOT NULL,
    PRIMARY KEY (platform, id)
) STRICT, WITHOUT ROWID;

CREATE VIEW v_alerts AS
SELECT
    (start - (start % 1000 + 1000) % 1000) / 1000 AS ts,
    date((start - (start % 1000 + 1000) % 1000) / 1000, 'unixepoch') AS day,
    id,
    tag,
    kind,
    mentions,
    expected / 1000000.0 AS expected,
    strength / 1000000.0 AS strength,
    people,
    nullif(grade, '') AS grade,
    nullif(note, '') AS note
FROM alerts;
