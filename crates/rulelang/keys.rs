//! Every table of a rule file and every key of it, with what it means and how it is written.

/// A table of a rule file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TableKeys {
    /// The table as it is opened: `[[theme]]`; empty for the file itself.
    pub name: &'static str,
    /// What it is, in a few words: `a theme`.
    pub means: &'static str,
    /// Its keys, in groups that tables share.
    pub keys: &'static [&'static [Key]],
}

/// A key of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    /// Its name.
    pub name: &'static str,
    /// What it means, in a sentence without a full stop.
    pub means: &'static str,
    /// How it is written.
    pub example: &'static str,
}

impl TableKeys {
    /// All keys.
    pub(crate) fn all(&self) -> impl Iterator<Item = &'static Key> {
        self.keys.iter().copied().flatten()
    }

    /// The key of this name.
    #[must_use]
    pub(crate) fn get(&self, name: &str) -> Option<&'static Key> {
        self.all().find(|key| key.name == name)
    }
}

const fn key(name: &'static str, means: &'static str, example: &'static str) -> Key {
    Key { name, means, example }
}

const HEAD: &[Key] = &[
    key(
        "id",
        "the tag it gives: small letters, digits and `-`, `/` for hierarchy",
        "id = \"service/delivery\"",
    ),
    key("label", "what people call it in reports", "label = \"Delivery\""),
    key(
        "description",
        "what it is for, in a sentence",
        "description = \"Posts about late parcels\"",
    ),
    key("owner", "who answers for it", "owner = \"ana@example.com\""),
    key("aliases", "former ids, kept alive in reports", "aliases = [\"shipping\"]"),
    key("trial", "tags for nobody but those who look at it", "trial = true"),
];

const QUERY: &[Key] = &[
    key("query", "what it looks for", "query = '''delivery (late OR lost)'''"),
    key("any", "the simple form: one of these words or phrases", "any = [\"late\", \"too slow\"]"),
    key("all", "the simple form: and each of these", "all = [\"delivery\"]"),
    key("none", "the simple form: and none of these", "none = [\"food delivery\"]"),
];

const EXAMPLES: &[Key] = &[
    key("match", "posts it must find", "match = [\"my parcel is late\"]"),
    key("no_match", "posts it must leave alone", "no_match = [\"late to the party\"]"),
    key("test", "a post with more than a text", "[[theme.test]]"),
];

/// The file itself.
pub(crate) const FILE: TableKeys = TableKeys {
    name: "",
    means: "a rule file",
    keys: &[&[
        key("format", "the version of this format", "format = 1"),
        key("name", "what the rules are called", "name = \"Acme\""),
        key("owner", "who answers for rules that name nobody", "owner = \"ana@example.com\""),
        key(
            "includes",
            "other rule files that belong to it",
            "includes = [\"brands/*.rules.toml\"]",
        ),
        key("settings", "how all queries are read", "[settings]"),
        key("lists", "named pieces of queries", "[lists]"),
        key("account", "an account we know", "[[account]]"),
        key("brand", "a brand", "[[brand]]"),
        key("theme", "a theme", "[[theme]]"),
        key("campaign", "a campaign", "[[campaign]]"),
        key("exclude", "noise to be kept out of reports", "[[exclude]]"),
        key("sentiment", "what the feeling of a phrase is taken to be", "[sentiment]"),
    ]],
};

/// `[settings]`.
pub(crate) const SETTINGS: TableKeys = TableKeys {
    name: "[settings]",
    means: "the settings",
    keys: &[&[
        key("accents", "whether an accent matters: smart, exact or ignore", "accents = \"smart\""),
        key("hashtags", "whether hashtags are taken apart: whole or split", "hashtags = \"whole\""),
        key(
            "look_in",
            "the texts that are searched: title, text, quoted, alt",
            "look_in = [\"title\", \"text\"]",
        ),
        key("match_urls", "whether the words of an address count", "match_urls = false"),
    ]],
};

/// `[[account]]`.
pub(crate) const ACCOUNT: TableKeys = TableKeys {
    name: "[[account]]",
    means: "an account",
    keys: &[&[
        key("handle", "its handle", "handle = \"@acme\""),
        key("ids", "the platform's own ids of it", "ids = [\"12345\"]"),
        key("platform", "the platform it is on; every platform when left out", "platform = \"x\""),
        key("role", "what it is to us: brand, team, employee or competitor", "role = \"brand\""),
        key("person", "who is behind it", "person = \"Ana\""),
        key("brand", "the brand it speaks for", "brand = \"acme\""),
        key("automated", "whether a machine writes its posts", "automated = true"),
    ]],
};

/// `[[brand]]`.
pub(crate) const BRAND: TableKeys = TableKeys {
    name: "[[brand]]",
    means: "a brand",
    keys: &[
        HEAD,
        &[
            key(
                "role",
                "whose it is: own (unless you say otherwise), competitor or partner",
                "role = \"own\"",
            ),
            key(
                "accounts",
                "handles; a post addressed to one is about the brand",
                "accounts = [\"@acme\"]",
            ),
            key(
                "places",
                "its own places; every post there is about it",
                "places = [\"subreddit:acme\"]",
            ),
        ],
        QUERY,
        EXAMPLES,
    ],
};

/// `[[theme]]`.
pub(crate) const THEME: TableKeys = TableKeys {
    name: "[[theme]]",
    means: "a theme",
    keys: &[
        HEAD,
        &[
            key(
                "severity",
                "how soon somebody is told: info, watch or alarm",
                "severity = \"watch\"",
            ),
            key("answer", "whether a post with it needs an answer", "answer = true"),
            key("per", "counts once for each brand found", "per = \"brand\""),
            key("near", "the brand's words must stand within this many words", "near = 10"),
            key("review_by", "the day somebody looks at it again", "review_by = 2027-01-31"),
        ],
        QUERY,
        EXAMPLES,
    ],
};

/// `[[campaign]]`.
pub(crate) const CAMPAIGN: TableKeys = TableKeys {
    name: "[[campaign]]",
    means: "a campaign",
    keys: &[
        HEAD,
        &[
            key("brand", "the brand it is for", "brand = \"acme\""),
            key("starts", "its first day", "starts = 2026-05-01"),
            key("ends", "its last day, to midnight", "ends = 2026-05-31"),
            key("timezone", "where its days begin and end", "timezone = \"Europe/Stockholm\""),
            key("grace_days", "days after the last that still count", "grace_days = 7"),
            key("goal", "what it is to reach", "goal = { mentions = 5000 }"),
            key("coupons", "codes that are counted while it runs", "coupons = [\"SPRING26\"]"),
            key("hashtags", "the campaign's own hashtags", "hashtags = [\"#acmespring\"]"),
        ],
        QUERY,
        EXAMPLES,
    ],
};

/// `[[exclude]]`.
pub(crate) const EXCLUDE: TableKeys =
    TableKeys { name: "[[exclude]]", means: "an exclusion", keys: &[HEAD, QUERY, EXAMPLES] };

/// `[[theme.test]]`, and the same below every kind of rule.
pub(crate) const TEST: TableKeys = TableKeys {
    name: "[[theme.test]]",
    means: "an example",
    keys: &[&[
        key("text", "the post", "text = \"my parcel is late\""),
        key("title", "its title", "title = \"Delivery\""),
        key("lang", "its language", "lang = \"en\""),
        key("author", "its author's handle", "author = \"@ana\""),
        key("platform", "its platform", "platform = \"x\""),
        key("expect", "match, no_match, or todo where you do not know yet", "expect = \"match\""),
    ]],
};

/// Every table with fixed keys.
pub(crate) const TABLES: [TableKeys; 8] =
    [FILE, SETTINGS, ACCOUNT, BRAND, THEME, CAMPAIGN, EXCLUDE, TEST];
