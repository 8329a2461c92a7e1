-- Whether mentions ask something becomes a dimension: question is 'yes' or ''.
ALTER TABLE dimensions ADD COLUMN question text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE dimensions ALTER COLUMN question DROP DEFAULT;
ALTER TABLE dimensions DROP CONSTRAINT dimensions_platform_lang_sentiment_kind_standing_key;
ALTER TABLE dimensions ADD UNIQUE (platform, lang, sentiment, kind, standing, question);

CREATE OR REPLACE VIEW v_tag_hour AS
SELECT
    counted.ts,
    utc_day(counted.ts) AS day,
    utc_time(counted.ts) AS at,
    tags.name AS tag,
    platforms.name AS platform,
    nullif(dimensions.lang, '') AS lang,
    nullif(dimensions.sentiment, '') AS sentiment,
    dimensions.kind,
    dimensions.standing,
    counted.mentions,
    counted.engagements,
    counted.impressions,
    nullif(dimensions.question, '') AS question
FROM (
    SELECT
        floor(count_rows.bucket / 4.0)::bigint * 3600 AS ts,
        count_rows.tag,
        count_rows.dimensions,
        sum(count_rows.mentions)::bigint AS mentions,
        sum(count_rows.engagements)::bigint AS engagements,
        sum(count_rows.impressions)::bigint AS impressions
    FROM count_rows
    GROUP BY 1, 2, 3
) AS counted
JOIN tags ON tags.number = counted.tag
JOIN dimensions ON dimensions.number = counted.dimensions
JOIN platforms ON platforms.number = dimensions.platform;

CREATE OR REPLACE VIEW v_tag_day AS
SELECT
    counted.ts,
    utc_day(counted.ts) AS day,
    utc_time(counted.ts) AS at,
    tags.name AS tag,
    platforms.name AS platform,
    nullif(dimensions.lang, '') AS lang,
    nullif(dimensions.sentiment, '') AS sentiment,
    dimensions.kind,
    dimensions.standing,
    counted.mentions,
    counted.engagements,
    counted.impressions,
    nullif(dimensions.question, '') AS question
FROM (
    SELECT
        floor(count_rows.bucket / 96.0)::bigint * 86400 AS ts,
        count_rows.tag,
        count_rows.dimensions,
        sum(count_rows.mentions)::bigint AS mentions,
        sum(count_rows.engagements)::bigint AS engagements,
        sum(count_rows.impressions)::bigint AS impressions
    FROM count_rows
    GROUP BY 1, 2, 3
) AS counted
JOIN tags ON tags.number = counted.tag
JOIN dimensions ON dimensions.number = counted.dimensions
JOIN platforms ON platforms.number = dimensions.platform;

CREATE OR REPLACE VIEW v_mentions AS
SELECT
    floor(mentions.published_at / 1000.0)::bigint AS ts,
    utc_day(floor(mentions.published_at / 1000.0)::bigint) AS day,
    utc_time(floor(mentions.published_at / 1000.0)::bigint) AS at,
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
        SELECT string_agg(tags.name, ' ' ORDER BY tags.name)
        FROM jsonb_array_elements(mentions.tags::jsonb) AS entry
        JOIN tags ON tags.number = entry.value::integer >> 3
    ) AS tags,
    nullif(dimensions.question, '') AS question
FROM mentions
JOIN platforms ON platforms.number = mentions.platform
JOIN dimensions ON dimensions.number = mentions.dimensions
JOIN rule_sets ON rule_sets.number = mentions.rules
LEFT JOIN people ON people.number = mentions.person
WHERE NOT mentions.deleted;

-- What people measured elsewhere. scope: campaign:ID, brand:ID, account:HANDLE, post:PERMALINK, or ''. day: days since 1970.
-- value: in millionths, so that sums are exact. place and note: '' where nothing is said.
CREATE TABLE measures (
    scope text COLLATE "C" NOT NULL,
    day bigint NOT NULL,
    metric text COLLATE "C" NOT NULL,
    place text COLLATE "C" NOT NULL,
    value bigint NOT NULL,
    note text COLLATE "C" NOT NULL,
    PRIMARY KEY (scope, day, metric, place)
);

-- What happened on a day, to be seen on every chart.
CREATE TABLE annotations (
    day bigint NOT NULL,
    text text COLLATE "C" NOT NULL,
    PRIMARY KEY (day, text)
);

CREATE VIEW v_measures AS
SELECT
    day * 86400 AS ts,
    utc_day(day * 86400) AS day,
    utc_time(day * 86400) AS at,
    nullif(scope, '') AS scope,
    metric,
    nullif(place, '') AS place,
    value / 1000000.0::double precision AS value,
    nullif(note, '') AS note
FROM measures;

CREATE VIEW v_annotations AS
SELECT
    day * 86400 AS ts,
    utc_day(day * 86400) AS day,
    utc_time(day * 86400) AS at,
    text
FROM annotations;
