SELECT texts.body
FROM texts JOIN platforms ON platforms.number = texts.platform
ORDER BY platforms.name, texts.id
