-- What the store says about itself: schema_version, written_by, horizon, blind_from, blind_to.
CREATE TABLE about (
    name TEXT PRIMARY KEY,
    value ANY NOT NULL
) STRICT, WITHOUT ROWID;

-- Names are written once and numbered; every other table holds the number.
CREATE TABLE platforms (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE tags (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

INSERT INTO tags (number, name) VALUES (1, '*'), (2, '*tagged');

-- lang and sentiment are '' where unknown.
CREATE TABLE dimensions (
    number INTEGER PRIMARY KEY,
    platform INTEGER NOT NULL REFERENCES platforms,
    lang TEXT NOT NULL,
    sentiment TEXT NOT NULL,
    kind TEXT NOT NULL,
    standing TEXT NOT NULL,
    UNIQUE (platform, lang, sentiment, kind, standing)
) STRICT;

CREATE TABLE parts (
    number INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    name TEXT NOT NULL,
    UNIQUE (source, name)
) STRICT;

-- put rises with each set that becomes the newest.
CREATE TABLE rule_sets (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    canonical TEXT NOT NULL,
    put INTEGER NOT NULL
) STRICT;

-- What a rule set calls its tags; role only for brands, aliases parted by blanks.
CREATE TABLE catalog_entries (
    rules INTEGER NOT NULL REFERENCES rule_sets,
    tag TEXT NOT NULL,
    label TEXT NOT NULL,
    kind TEXT NOT NULL,
    role TEXT,
    owner TEXT,
    aliases TEXT NOT NULL,
    PRIMARY KEY (rules, tag)
) STRICT, WITHOUT ROWID;

CREATE TABLE cursors (
    part INTEGER PRIMARY KEY REFERENCES parts,
    next INTEGER,
    epoch INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    topic_id TEXT,
    leader_epoch INTEGER
) STRICT;

-- The rule set that tagged a part from position `start` on, until the next row; at: the time of the first record.
CREATE TABLE rules_active (
    part INTEGER NOT NULL REFERENCES parts,
    start INTEGER NOT NULL,
    rules INTEGER NOT NULL REFERENCES rule_sets,
    at INTEGER,
    PRIMARY KEY (part, start)
) STRICT, WITHOUT ROWID;

-- One row a mention: its identity, its latest version, what that version counts.
-- version NULL: only tagged by hand so far. deleted 1: a tombstone, which counts nothing.
-- first_version, published_at: those of its earliest post; published_at decides the bucket.
-- tags: JSON array of 8 * tag + giver (0 rules, 1 import, 2 person), as counted.
-- The key starts with the id: a comparison of texts is SQLite's quickest after that of numbers.
-- given: the same without what people did by hand; NULL when they did nothing.
CREATE TABLE mentions (
    platform INTEGER NOT NULL REFERENCES platforms,
    id TEXT NOT NULL,
    version INTEGER,
    deleted INTEGER NOT NULL,
    hash BLOB,
    first_version INTEGER,
    published_at INTEGER,
    rules INTEGER,
    dimensions INTEGER,
    engagements INTEGER,
    impressions INTEGER,
    person INTEGER,
    tags TEXT,
    given TEXT,
    text INTEGER,
    PRIMARY KEY (id, platform)
) STRICT, WITHOUT ROWID;

CREATE INDEX mentions_by_time ON mentions (published_at);

-- The last thing a person said about one tag of one mention.
CREATE TABLE hand_tags (
    platform INTEGER NOT NULL REFERENCES platforms,
    id TEXT NOT NULL,
    tag INTEGER NOT NULL REFERENCES tags,
    at INTEGER NOT NULL,
    removed INTEGER NOT NULL,
    who TEXT NOT NULL,
    PRIMARY KEY (platform, id, tag)
) STRICT, WITHOUT ROWID;

-- The mention itself with what tagging found, in the store's own encoding.
CREATE TABLE texts (
    number INTEGER PRIMARY KEY,
    platform INTEGER NOT NULL,
    id TEXT NOT NULL,
    published_at INTEGER NOT NULL,
    tagged INTEGER NOT NULL,
    body BLOB NOT NULL
) STRICT;

CREATE INDEX texts_by_age ON texts (tagged, published_at);

-- hash: xxh3-64 of key, or the next number that is free where two keys have one hash.
-- key: platform#id, else platform@handle. first_day: UTC day of the first mention.
-- Days refer to the number, which rises: a day's new people then stand together.
CREATE TABLE people (
    hash INTEGER PRIMARY KEY,
    number INTEGER NOT NULL UNIQUE,
    key TEXT NOT NULL,
    first_day INTEGER
) STRICT;

-- key: UTC day * 2^36 + the number of a person. One number is the quickest key there is.
-- mentions: JSON object from 8 * tag + standing to how many mentions.
CREATE TABLE author_days (
    key INTEGER PRIMARY KEY,
    mentions TEXT NOT NULL
) STRICT;

-- key: bucket * 2^24 + the number of dimensions.
-- tags: JSON object from tag to [mentions, engagements, impressions]. A row a tag would cost a
-- B-tree operation a tag, several for each mention; a row is now rewritten once a batch.
CREATE TABLE counts (
    key INTEGER PRIMARY KEY,
    tags TEXT NOT NULL
) STRICT;

CREATE VIEW count_rows AS
SELECT
    counts.key >> 24 AS bucket,
    CAST(entry.key AS INTEGER) AS tag,
    counts.key & 0xFFFFFF AS dimensions,
    entry.value ->> 0 AS mentions,
    entry.value ->> 1 AS engagements,
    entry.value ->> 2 AS impressions
FROM counts JOIN json_each(counts.tags) AS entry;

-- hour: start of the hour in milliseconds, '' where records have no timestamp. reason: '' but for rejects.
CREATE TABLE ledger (
    part INTEGER NOT NULL REFERENCES parts,
    hour ANY NOT NULL,
    class TEXT NOT NULL,
    reason TEXT NOT NULL,
    records INTEGER NOT NULL,
    PRIMARY KEY (part, hour, class, reason)
) STRICT, WITHOUT ROWID;

CREATE TABLE rejects (
    number INTEGER PRIMARY KEY,
    part INTEGER NOT NULL REFERENCES parts,
    position INTEGER NOT NULL,
    at INTEGER,
    reason TEXT NOT NULL,
    detail TEXT NOT NULL,
    sample BLOB NOT NULL
) STRICT;

CREATE VIEW v_tag_hour AS
SELECT
    (count_rows.bucket - (count_rows.bucket % 4 + 4) % 4) * 900 AS ts,
    date((count_rows.bucket - (count_rows.bucket % 4 + 4) % 4) * 900, 'unixepoch') AS day,
    tags.name AS tag,
    platforms.name AS platform,
    nullif(dimensions.lang, '') AS lang,
    nullif(dimensions.sentiment, '') AS sentiment,
    dimensions.kind,
    dimensions.standing,
    sum(count_rows.mentions) AS mentions,
    sum(count_rows.engagements) AS engagements,
    sum(count_rows.impressions) AS impressions
FROM count_rows
JOIN tags ON tags.number = count_rows.tag
JOIN dimensions ON dimensions.number = count_rows.dimensions
JOIN platforms ON platforms.number = dimensions.platform
GROUP BY 1, count_rows.tag, count_rows.dimensions;

CREATE VIEW v_tag_day AS
SELECT
    (count_rows.bucket - (count_rows.bucket % 96 + 96) % 96) * 900 AS ts,
    date((count_rows.bucket - (count_rows.bucket % 96 + 96) % 96) * 900, 'unixepoch') AS day,
    tags.name AS tag,
    platforms.name AS platform,
    nullif(dimensions.lang, '') AS lang,
    nullif(dimensions.sentiment, '') AS sentiment,
    dimensions.kind,
    dimensions.standing,
    sum(count_rows.mentions) AS mentions,
    sum(count_rows.engagements) AS engagements,
    sum(count_rows.impressions) AS impressions
FROM count_rows
JOIN tags ON tags.number = count_rows.tag
JOIN dimensions ON dimensions.number = count_rows.dimensions
JOIN platforms ON platforms.number = dimensions.platform
GROUP BY 1, count_rows.tag, count_rows.dimensions;

CREATE VIEW v_author_day AS
SELECT
    (author_days.key >> 36) * 86400 AS ts,
    date((author_days.key >> 36) * 86400, 'unixepoch') AS day,
    tags.name AS tag,
    people.key AS author,
    CASE CAST(entry.key AS INTEGER) & 7
        WHEN 0 THEN 'sent' WHEN 1 THEN 'noise' WHEN 2 THEN 'employee'
        WHEN 3 THEN 'competitor' ELSE 'received'
    END AS standing,
    entry.value AS mentions
FROM author_days
JOIN people ON people.number = author_days.key & 0xFFFFFFFFF
JOIN json_each(author_days.mentions) AS entry
JOIN tags ON tags.number = CAST(entry.key AS INTEGER) >> 3;

-- Mentions that count: no tombstones. tags are those counted, parted by blanks, without the names above them.
CREATE VIEW v_mentions AS
SELECT
    (mentions.published_at - (mentions.published_at % 1000 + 1000) % 1000) / 1000 AS ts,
    date((mentions.published_at - (mentions.published_at % 1000 + 1000) % 1000) / 1000, 'unixepoch') AS day,
    platforms.name AS platform,
    mentions.id,
    people.key AS author,
    nullif(dimensions.lang, '') AS lang,
    nullif(dimensions.sentiment, '') AS sentiment,
    dimensions.kind,
    dimensions.standing,
    mentions.engagements,
    mentions.impressions,
    rule_sets.id AS rules,
    (
        SELECT group_concat(names.name, ' ')
        FROM (
            SELECT tags.name
            FROM json_each(mentions.tags) AS entry
            JOIN tags ON tags.number = entry.value >> 3
            ORDER BY tags.name
        ) AS names
    ) AS tags
FROM mentions
JOIN platforms ON platforms.number = mentions.platform
JOIN dimensions ON dimensions.number = mentions.dimensions
JOIN rule_sets ON rule_sets.number = mentions.rules
LEFT JOIN people ON people.number = mentions.person
WHERE mentions.deleted = 0;

-- ts is the time of the first record the rule set tagged; absent where records have none.
CREATE VIEW v_rule_changes AS
SELECT
    (rules_active.at - (rules_active.at % 1000 + 1000) % 1000) / 1000 AS ts,
    date((rules_active.at - (rules_active.at % 1000 + 1000) % 1000) / 1000, 'unixepoch') AS day,
    parts.source,
    parts.name AS part,
    rules_active.start,
    rule_sets.id AS rules
FROM rules_active
JOIN parts ON parts.number = rules_active.part
JOIN rule_sets ON rule_sets.number = rules_active.rules;

-- ts is the start of the hour of the records' timestamps; absent where records have none.
CREATE VIEW v_ledger AS
SELECT
    nullif(ledger.hour, '') / 1000 AS ts,
    date(nullif(ledger.hour, '') / 1000, 'unixepoch') AS day,
    parts.source,
    parts.name AS part,
    ledger.class,
    nullif(ledger.reason, '') AS reason,
    ledger.records
FROM ledger
JOIN parts ON parts.number = ledger.part;
