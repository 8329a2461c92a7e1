//! What rules make of posts: the tags of each, how many have each, and why.

use std::collections::{BTreeMap, BTreeSet};

use mention::{EntryKind, Mention, TagName, Tagged};
use rulelang::RuleSet;
use tagger::{Miss, Reason, Scratch, Tagger};

/// Posts between two looks at the time.
const POSTS_BETWEEN: usize = 32;

/// Rules up to which those that nearly find a post are looked for: all of them are taken apart for that.
const RULES_NEARLY_MAX: usize = 2_000;

/// Rules that nearly find a post and are told of.
const NEARLY_MAX: usize = 5;

/// Posts, and what the rules made of them.
#[derive(Debug, Default)]
pub(crate) struct Tried {
    /// Those that were tried, in their order.
    pub(crate) posts: Vec<(Mention, Tagged)>,
    /// Those that time did not suffice for.
    pub(crate) untried: usize,
    /// How many posts each tag and exclusion found, the most first.
    pub(crate) counts: Vec<Count>,
    /// The rules that found none, by id.
    pub(crate) silent: Vec<TagName>,
}

/// How many posts have a tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Count {
    /// The tag, or the id of an exclusion.
    pub(crate) name: TagName,
    /// What people call it.
    pub(crate) label: String,
    /// What gives it.
    pub(crate) kind: Kind,
    /// Posts that have it.
    pub(crate) posts: usize,
}

/// What gives a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// A brand.
    Brand,
    /// A theme.
    Theme,
    /// A campaign.
    Campaign,
    /// An exclusion: posts it finds are noise.
    Noise,
}

impl Kind {
    /// The name in output.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Brand => "brand",
            Self::Theme => "theme",
            Self::Campaign => "campaign",
            Self::Noise => "noise",
        }
    }
}

/// Tags `posts` for as long as `goes_on` says.
pub(crate) fn tag(tagger: &Tagger, posts: Vec<Mention>, goes_on: impl Fn() -> bool) -> Tried {
    let (mut scratch, mut tried) = (Scratch::default(), Tried::default());
    for (at, post) in posts.into_iter().enumerate() {
        if tried.untried > 0 || (at % POSTS_BETWEEN == 0 && !goes_on()) {
            tried.untried += 1;
            continue;
        }
        let found = tagger.tag_mention(&post, &mut scratch);
        tried.posts.push((post, found));
    }
    count(tagger.rules(), &mut tried);
    tried
}

fn count(rules: &RuleSet, tried: &mut Tried) {
    let mut found: BTreeMap<&TagName, usize> = BTreeMap::new();
    let mut gave: BTreeSet<&TagName> = BTreeSet::new();
    for (_, tagged) in &tried.posts {
        for tag in &tagged.tags {
            *found.entry(&tag.name).or_default() += 1;
            gave.insert(&tag.rule);
        }
        for rule in &tagged.excluded_by {
            *found.entry(rule).or_default() += 1;
            gave.insert(rule);
        }
    }
    let known = names(rules);
    let silent = rules.heads().filter(|head| !gave.contains(&head.id));
    let silent = silent.map(|head| head.id.clone()).collect();
    let counts = found.into_iter().map(|(name, posts)| {
        let known = known.get(name).cloned();
        let (label, kind) = known.unwrap_or_else(|| (name.to_string(), Kind::Theme));
        Count { name: name.clone(), label, kind, posts }
    });
    let mut counts: Vec<Count> = counts.collect();
    counts.sort_by(|a, b| b.posts.cmp(&a.posts).then_with(|| a.name.cmp(&b.name)));
    (tried.counts, tried.silent) = (counts, silent);
}

/// What each tag and each exclusion is called.
fn names(rules: &RuleSet) -> BTreeMap<TagName, (String, Kind)> {
    let entries = rules.catalog().entries.into_iter().map(|entry| {
        let kind = match entry.kind {
            EntryKind::Brand(_) => Kind::Brand,
            EntryKind::Theme => Kind::Theme,
            EntryKind::Campaign => Kind::Campaign,
        };
        (entry.name, (entry.label, kind))
    });
    let noise = rules.excludes.iter().map(|exclude| {
        let head = &exclude.head;
        (head.id.clone(), (head.label.clone(), Kind::Noise))
    });
    entries.chain(noise).collect()
}

/// Why a post has its tags, and why not others.
#[derive(Debug, Default)]
pub(crate) struct Explained {
    /// Each tag and each exclusion of the post, by name, with its reason.
    pub(crate) why: Vec<(TagName, Reason)>,
    /// The rule that was asked about and does not find the post, or else those that nearly do.
    pub(crate) why_not: Vec<Miss>,
}

/// Explains what became of a post; of the rules that do not find it `asked`, or those that come near.
pub(crate) fn explain(
    tagger: &Tagger,
    post: &Mention,
    found: &Tagged,
    asked: Option<&TagName>,
) -> Explained {
    let mut scratch = Scratch::default();
    let mut explained = Explained::default();
    for tag in &found.tags {
        explained.why.push((tag.name.clone(), tagger.reason(tag, post, &mut scratch)));
    }
    for rule in &found.excluded_by {
        explained.why.push((rule.clone(), tagger.noise(rule, post, &mut scratch)));
    }
    let rules = tagger.rules();
    let not = match asked {
        Some(rule) => vec![rule.clone()],
        None if rules.heads().count() > RULES_NEARLY_MAX => Vec::new(),
        None => tagger.nearly(post, &mut scratch),
    };
    for rule in not.iter().take(NEARLY_MAX) {
        explained.why_not.extend(tagger.why_not(rule, post, &mut scratch));
    }
    explained
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use mention::Mention;
    use rulelang::{RuleSet, SourceFile};
    use tagger::{Tagger, Trial};

    use super::{explain, tag};

    const RULES: &str = "[[brand]]\nid = 'acme'\nlabel = 'Acme'\nquery = 'acme'\n\n\
        [[theme]]\nid = 'late'\nlabel = 'Late'\nper = 'brand'\nquery = 'late OR delayed'\n\n\
        [[exclude]]\nid = 'jobs'\nquery = 'hiring'\n";

    fn tagger() -> Tagger {
        let file = SourceFile { name: "a".to_owned(), text: RULES.to_owned() };
        let (rules, _) = RuleSet::read(&[file], &|_, _| Err(String::new())).unwrap();
        Tagger::unproven(rules, Trial::Tags).unwrap()
    }

    fn posts(texts: &[&str]) -> Vec<Mention> {
        let post = |text: &&str| Mention { text: (*text).to_owned(), ..Mention::default() };
        texts.iter().map(post).collect()
    }

    #[test]
    fn each_tag_is_counted_once_a_post_and_rules_that_found_nothing_are_named() {
        let posts = posts(&["acme acme late", "Acme!", "nothing", "acme is hiring"]);
        let tried = tag(&tagger(), posts, || true);
        let counts = tried
            .counts
            .iter()
            .map(|it| format!("{} {} {} {}", it.posts, it.kind.name(), it.name, it.label));
        let counts: Vec<String> = counts.collect();
        assert_eq!(
            counts,
            ["3 brand acme Acme", "1 theme acme/late Acme · Late", "1 noise jobs jobs"]
        );
        assert!(tried.silent.is_empty() && tried.untried == 0);
        let tried = tag(&tagger(), self::posts(&["late"]), || true);
        let silent: Vec<&str> = tried.silent.iter().map(mention::TagName::as_str).collect();
        assert_eq!(silent, ["acme", "late", "jobs"], "a theme by brand finds no post without one");
    }

    #[test]
    fn what_time_does_not_suffice_for_is_said() {
        let texts = vec!["acme"; 100];
        let looks = Cell::new(0);
        let tried = tag(&tagger(), posts(&texts), || {
            looks.set(looks.get() + 1);
            looks.get() < 3
        });
        assert_eq!((tried.posts.len(), tried.untried, tried.counts[0].posts), (64, 36, 64));
    }

    #[test]
    fn why_and_why_not() {
        let tagger = tagger();
        let tried = tag(&tagger, posts(&["acme is lat", "acme delayed, hiring"]), || true);
        let told = |at: usize, asked: Option<&str>| {
            let asked = asked.map(|id| mention::TagName::parse(id).unwrap());
            let (post, tags) = &tried.posts[at];
            let explained = explain(&tagger, post, tags, asked.as_ref());
            let why = explained.why.iter().map(|(name, reason)| {
                format!("{name} by {}", reason.part.as_deref().unwrap_or_default())
            });
            let not = explained.why_not.iter().map(|miss| format!("not {}", miss.rule));
            why.chain(not).collect::<Vec<_>>()
        };
        assert_eq!(told(0, Some("jobs")), ["acme by acme", "not jobs"]);
        assert_eq!(told(1, None), ["acme by acme", "acme/late by delayed", "jobs by hiring"]);
        assert_eq!(told(1, Some("late")).len(), 3, "it finds the post");
    }
}
