PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE about (
    name TEXT PRIMARY KEY,
    value ANY NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "about" VALUES('erase_key',4711);
INSERT INTO "about" VALUES('schema_version',5);
INSERT INTO "about" VALUES('written_by','0.1.0');
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
INSERT INTO "alerts" VALUES('00000000000000aa','a','spike',360000000,360000000,360000007,12,500000,8250000,NULL,3,'on twitter	9	750','00000000000000000000000000000007','useful','ann',360000009,'');
CREATE TABLE annotations (
    day INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (day, text)
) STRICT, WITHOUT ROWID;
INSERT INTO "annotations" VALUES(1,'launch');
CREATE TABLE author_days (
    key INTEGER PRIMARY KEY,
    mentions TEXT NOT NULL
) STRICT;
INSERT INTO "author_days" VALUES(1,'{"12":1,"20":1,"68":1,"76":1}');
INSERT INTO "author_days" VALUES(1352055704780801,'{"12":2,"20":2,"44":1,"52":1,"60":1}');
INSERT INTO "author_days" VALUES(1352124424257537,'{"12":1,"20":1,"28":1,"36":1}');
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
CREATE TABLE counts (
    key INTEGER PRIMARY KEY,
    tags TEXT NOT NULL
) STRICT;
INSERT INTO "counts" VALUES(2,'{"1":[1,0,0],"2":[1,0,0],"8":[1,0,0],"9":[1,0,0]}');
INSERT INTO "counts" VALUES(31690281975809,'{"1":[2,0,0],"2":[2,0,0],"5":[1,0,0],"6":[1,0,0],"7":[1,0,0]}');
INSERT INTO "counts" VALUES(31691959697409,'{"1":[1,0,0],"2":[1,0,0],"3":[1,0,0],"4":[1,0,0]}');
CREATE TABLE cursors (
    part INTEGER PRIMARY KEY REFERENCES parts,
    next INTEGER,
    epoch INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    topic_id TEXT,
    leader_epoch INTEGER
) STRICT;
INSERT INTO "cursors" VALUES(1,7,2,0,NULL,NULL);
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
INSERT INTO "deliveries" VALUES('00000000000000aa/crisis','crisis','00000000000000aa',360000007,360000007,1,'sent',360000008,'');
CREATE TABLE "dimensions" (
    number INTEGER PRIMARY KEY,
    platform INTEGER NOT NULL REFERENCES platforms,
    lang TEXT NOT NULL,
    sentiment TEXT NOT NULL,
    kind TEXT NOT NULL,
    standing TEXT NOT NULL,
    question TEXT NOT NULL,
    UNIQUE (platform, lang, sentiment, kind, standing, question)
) STRICT;
INSERT INTO "dimensions" VALUES(1,1,'','','original','received','');
INSERT INTO "dimensions" VALUES(2,1,'','','original','received','yes');
CREATE TABLE hand_tags (
    platform INTEGER NOT NULL REFERENCES platforms,
    id TEXT NOT NULL,
    tag INTEGER NOT NULL REFERENCES tags,
    at INTEGER NOT NULL,
    removed INTEGER NOT NULL,
    who TEXT NOT NULL,
    PRIMARY KEY (platform, id, tag)
) STRICT, WITHOUT ROWID;
INSERT INTO "hand_tags" VALUES(1,'tagged',3,1700000000000,1,'ann');
INSERT INTO "hand_tags" VALUES(1,'unseen',7,1700000000000,0,'ann');
INSERT INTO "hand_tags" VALUES(1,'untagged',7,1700000000000,0,'ann');
CREATE TABLE heard (
    source TEXT NOT NULL,
    part TEXT NOT NULL,
    until INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (source, part)
) STRICT, WITHOUT ROWID;
CREATE TABLE judged (
    tag TEXT NOT NULL,
    at INTEGER NOT NULL,
    mentions INTEGER NOT NULL,
    people INTEGER,
    PRIMARY KEY (tag, at)
) STRICT, WITHOUT ROWID;
CREATE TABLE ledger (
    part INTEGER NOT NULL REFERENCES parts,
    hour ANY NOT NULL,
    class TEXT NOT NULL,
    reason TEXT NOT NULL,
    records INTEGER NOT NULL,
    PRIMARY KEY (part, hour, class, reason)
) STRICT, WITHOUT ROWID;
INSERT INTO "ledger" VALUES(1,0,'tagged','',1);
INSERT INTO "ledger" VALUES(1,3600000,'untagged','',1);
INSERT INTO "ledger" VALUES(1,7200000,'tagged','',1);
INSERT INTO "ledger" VALUES(1,10800000,'updated','',1);
INSERT INTO "ledger" VALUES(1,14400000,'tagged','',1);
INSERT INTO "ledger" VALUES(1,18000000,'deleted','',1);
INSERT INTO "ledger" VALUES(1,21600000,'tagged','',1);
CREATE TABLE measures (
    scope TEXT NOT NULL,
    day INTEGER NOT NULL,
    metric TEXT NOT NULL,
    place TEXT NOT NULL,
    value INTEGER NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (scope, day, metric, place)
) STRICT, WITHOUT ROWID;
INSERT INTO "measures" VALUES('brand:acme',1,'followers','',12500000,'');
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
INSERT INTO "mentions" VALUES(1,'asking',9,0,X'C6F22D48741CDE698B1A4C4A9BE773C7',9,0,1,2,0,0,1,'[72]',NULL,4);
INSERT INTO "mentions" VALUES(1,'edited',2,0,X'7038BFE9FC90CB3E5F7911144D516AD3',1,1700090000000,1,1,0,0,1,'[32]',NULL,1);
INSERT INTO "mentions" VALUES(1,'gone',1700000000001,1,X'080EB7C2F42ECAC789C2AC054609BCA7',1,1700090000000,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "mentions" VALUES(1,'tagged',1,0,X'7FDF8DA697654A45E375D895E5033DF6',1,1700000000000,1,1,0,0,1,'[48]','[24,48]',2);
INSERT INTO "mentions" VALUES(1,'unseen',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'[]',NULL);
INSERT INTO "mentions" VALUES(1,'untagged',1,0,X'A300DD95D2F38744E269F86932F1522C',1,1700000000000,1,1,0,0,1,'[58]','[]',3);
CREATE TABLE parts (
    number INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    name TEXT NOT NULL,
    UNIQUE (source, name)
) STRICT;
INSERT INTO "parts" VALUES(1,'kafka:c/t','0');
CREATE TABLE people (
    hash INTEGER PRIMARY KEY,
    number INTEGER NOT NULL UNIQUE,
    key TEXT NOT NULL,
    first_day INTEGER
) STRICT;
INSERT INTO "people" VALUES(-6578470834519887352,1,'twitter#7',0);
CREATE TABLE platforms (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO "platforms" VALUES(1,'twitter');
CREATE TABLE rejects (
    number INTEGER PRIMARY KEY,
    part INTEGER NOT NULL REFERENCES parts,
    position INTEGER NOT NULL,
    at INTEGER,
    reason TEXT NOT NULL,
    detail TEXT NOT NULL,
    sample BLOB NOT NULL
) STRICT;
CREATE TABLE resets (
    number INTEGER PRIMARY KEY,
    part INTEGER NOT NULL REFERENCES parts,
    at INTEGER NOT NULL,
    was INTEGER,
    became INTEGER
) STRICT;
INSERT INTO "resets" VALUES(1,1,1700000000000,9,6);
CREATE TABLE rule_sets (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    canonical TEXT NOT NULL,
    put INTEGER NOT NULL
) STRICT;
INSERT INTO "rule_sets" VALUES(1,'00000000000000000000000000000007','rules',3);
CREATE TABLE rules_active (
    part INTEGER NOT NULL REFERENCES parts,
    start INTEGER NOT NULL,
    rules INTEGER NOT NULL REFERENCES rule_sets,
    at INTEGER,
    PRIMARY KEY (part, start)
) STRICT, WITHOUT ROWID;
INSERT INTO "rules_active" VALUES(1,0,1,0);
CREATE TABLE settled (
    platform TEXT NOT NULL,
    id TEXT NOT NULL,
    how TEXT NOT NULL,
    at INTEGER NOT NULL,
    who TEXT NOT NULL,
    PRIMARY KEY (platform, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE suppressions (
    hash TEXT PRIMARY KEY,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "suppressions" VALUES('0123456789abcdef0123456789abcdef',9);
CREATE TABLE tags (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO "tags" VALUES(1,'*');
INSERT INTO "tags" VALUES(2,'*tagged');
INSERT INTO "tags" VALUES(3,'service');
INSERT INTO "tags" VALUES(4,'service/delivery');
INSERT INTO "tags" VALUES(5,'brand');
INSERT INTO "tags" VALUES(6,'brand/price');
INSERT INTO "tags" VALUES(7,'idea');
INSERT INTO "tags" VALUES(8,'new');
INSERT INTO "tags" VALUES(9,'new/tag');
CREATE TABLE texts (
    number INTEGER PRIMARY KEY,
    platform INTEGER NOT NULL,
    id TEXT NOT NULL,
    published_at INTEGER NOT NULL,
    tagged INTEGER NOT NULL,
    body BLOB NOT NULL
) STRICT;
INSERT INTO "texts" VALUES(1,1,'edited',1700090000000,1,X'010774776974746572066564697465640001010137000000000000008202546167676564207B207374616E64696E673A2052656365697665642C206C616E673A204E6F6E652C2073656E74696D656E743A204E6F6E652C20746167733A205B546167207B206E616D653A205461674E616D6528736572766963652F64656C6976657279292C2072756C653A205461674E616D6528736572766963652F64656C6976657279292C2070726F76656E616E63653A2052756C65732852756C65536574496428303030303030303030303030303030303030303030303030303030303030303729292C2063617573653A204669656C64732C20636C617573653A20302C207370616E733A205B5D207D5D2C206578636C756465645F62793A205B5D207D00000000000180CA95D4FA62010400000000000000000000000000000000000000000400000110736572766963652F64656C697665727900000700000000000000000000000000000001000000');
INSERT INTO "texts" VALUES(2,1,'tagged',1700000000000,1,X'010774776974746572067461676765640001010137000000000000009503546167676564207B207374616E64696E673A2052656365697665642C206C616E673A204E6F6E652C2073656E74696D656E743A204E6F6E652C20746167733A205B546167207B206E616D653A205461674E616D65286272616E642F7072696365292C2072756C653A205461674E616D65286272616E642F7072696365292C2070726F76656E616E63653A2052756C65732852756C65536574496428303030303030303030303030303030303030303030303030303030303030303729292C2063617573653A204669656C64732C20636C617573653A20302C207370616E733A205B5D207D2C20546167207B206E616D653A205461674E616D652873657276696365292C2072756C653A205461674E616D652873657276696365292C2070726F76656E616E63653A2052756C65732852756C65536574496428303030303030303030303030303030303030303030303030303030303030303729292C2063617573653A204669656C64732C20636C617573653A20302C207370616E733A205B5D207D5D2C206578636C756465645F62793A205B5D207D00000000000180A0ABFEF96201020000000000000000000000000000000000000000040000020B6272616E642F7072696365000007000000000000000000000000000000010000077365727669636500000700000000000000000000000000000001000000');
INSERT INTO "texts" VALUES(3,1,'untagged',1700000000000,1,X'01077477697474657208756E74616767656400010101370000000000000055546167676564207B207374616E64696E673A2052656365697665642C206C616E673A204E6F6E652C2073656E74696D656E743A204E6F6E652C20746167733A205B5D2C206578636C756465645F62793A205B5D207D00000000000180A0ABFEF962010200000000000000000000000000000000000000000400000000');
INSERT INTO "texts" VALUES(4,1,'asking',0,1,X'0307747769747465720661736B696E670001010137000000000000008002546167676564207B207374616E64696E673A2052656365697665642C206C616E673A204E6F6E652C2073656E74696D656E743A204E6F6E652C207175657374696F6E3A204E6F6E652C20746167733A205B546167207B206E616D653A205461674E616D65286E65772F746167292C2072756C653A205461674E616D65286E65772F746167292C2070726F76656E616E63653A2052756C65732852756C65536574496428303030303030303030303030303030303030303030303030303030303030303729292C2063617573653A204669656C64732C20636C617573653A20302C207370616E733A205B5D207D5D2C206578636C756465645F62793A205B5D207D00000000000100011200000000000000000000000000000000000000000004000001076E65772F746167000007000000000000000000000000000000010000000101');
CREATE INDEX mentions_by_time ON mentions (published_at);
CREATE INDEX texts_by_age ON texts (tagged, published_at);
CREATE VIEW count_rows AS
SELECT
    counts.key >> 24 AS bucket,
    CAST(entry.key AS INTEGER) AS tag,
    counts.key & 0xFFFFFF AS dimensions,
    entry.value ->> 0 AS mentions,
    entry.value ->> 1 AS engagements,
    entry.value ->> 2 AS impressions
FROM counts JOIN json_each(counts.tags) AS entry;
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
CREATE VIEW v_resets AS
SELECT
    (resets.at - (resets.at % 1000 + 1000) % 1000) / 1000 AS ts,
    date((resets.at - (resets.at % 1000 + 1000) % 1000) / 1000, 'unixepoch') AS day,
    parts.source,
    parts.name AS part,
    resets.was,
    resets.became
FROM resets
JOIN parts ON parts.number = resets.part;
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
COMMIT;
