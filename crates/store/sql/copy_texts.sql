SELECT platforms.name, texts.platform, texts.id, texts.published_at, texts.tagged, texts.body
FROM texts JOIN platforms ON platforms.number = texts.platform
