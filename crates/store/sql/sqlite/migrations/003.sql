-- Whether mentions ask something becomes a dimension: question is 'yes' or ''. A constraint can only be changed with its
-- table, and a table only without the views that read it.
DROP VIEW v_tag_hour;
DROP VIEW v_tag_day;
DROP VIEW v_mentions;

CREATE TABLE dimensions_new (
    number INTEGER PRIMARY KEY,
    platform INTEGER NOT NULL REFERENCES platforms,
    lang TEXT NOT NULL,
    sentiment TEXT NOT NULL,
    kind TEXT NOT NULL,
    standing TEXT NOT NULL,
    question TEXT NOT NULL,
    UNIQUE (platform, lang, sentiment, kind, standing, question)
) STRICT;

INSERT INTO dimensions_new SELECT number, platform, lang, sentiment, kind, standing, '' FROM dimensions;
DROP TABLE dimensions;
ALTER TABLE dimensions_new RENAME TO dimensions;

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
    sum(count_rows.impressions) AS impressions,
    nullif(dimensions.question, '') AS question
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
    sum(count_rows.impressions) AS impressions,
    nullif(dimensions.question, '') AS question
FROM count_rows
JOIN tags ON tags.number = count_rows.tag
JOIN dimensions ON dimensions.number = count_rows.dimensions
JOIN platforms ON platforms.number = dimensions.platform
GROUP BY 1, count_rows.tag, count_rows.dimensions;

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
    ) AS tags,
    nullif(dimensions.question, '') AS question
FROM mentions
JOIN platforms ON platforms.number = mentions.platform
JOIN dimensions ON dimensions.number = mentions.dimensions
JOIN rule_sets ON rule_sets.number = mentions.rules
LEFT JOIN people ON people.number = mentions.person
WHERE mentions.deleted = 0;

-- What people measured elsewhere. scope: campaign:ID, brand:ID, account:HANDLE, post:PERMALINK, or ''. day: days since 1970.
-- value: in millionths, so that sums are exact. place and note: '' where nothing is said.
CREATE TABLE measures (
    scope TEXT NOT NULL,
    day INTEGER NOT NULL,
    metric TEXT NOT NULL,
    place TEXT NOT NULL,
    value INTEGER NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (scope, day, metric, place)
) STRICT, WITHOUT ROWID;

-- What happened on a day, to be seen on every chart.
CREATE TABLE annotations (
    day INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (day, text)
) STRICT, WITHOUT ROWID;

CREATE VIEW v_measures AS
SELECT
    day * 86400 AS ts,
    date(day * 86400, 'unixepoch') AS day,
    nullif(scope, '') AS scope,
    metric,
    nullif(place, '') AS place,
    value / 1000000.0 AS value,
    nullif(note, '') AS note
FROM measures;

CREATE VIEW v_annotations AS
SELECT
    day * 86400 AS ts,
    date(day * 86400, 'unixepoch') AS day,
    text
FROM annotations;
