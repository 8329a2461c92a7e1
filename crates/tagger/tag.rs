//! From the hits of a mention to its tags.

use std::sync::Arc;

use enrich::{Enriched, Enricher, Parts};
use matcher::{Hits, Matcher};
use mention::{
    Batch, EntityKind, Excluded, Facts, Folded, Mention, Outcome, Role, Span, Standing, TagName,
    Tagged, TokenKind, fold,
};
use rulelang::{Condition, FieldTest, Finding, Flag, Head, RuleSet};

use crate::account::Registry;
use crate::brand::Presence;
use crate::example::{self, ExampleFailure};
use crate::finding::Findings;
use crate::given::GivenTags;
use crate::unfit;

/// Rules made ready to tag: immutable, shared between threads.
#[derive(Debug)]
pub struct Tagger {
    pub(crate) rules: RuleSet,
    pub(crate) matcher: Matcher,
    enricher: Arc<Enricher>,
    /// Whether a rule asks for the feeling a mention shows, or whether it asks something.
    asks_feeling: bool,
    pub(crate) slots: Vec<Slot>,
    registry: Registry,
    presence: Presence,
    given: GivenTags,
    pub(crate) trial: Trial,
}

/// Whether rules on trial tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trial {
    /// They tag like any other: for those who look at them.
    Tags,
    /// They give no tag.
    Silent,
}

/// Which rule a condition of the matcher belongs to, as an index into its list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Slot {
    Brand(usize),
    Theme(usize),
    Campaign(usize),
    Exclude(usize),
}

/// What one worker lends to [`Tagger::tag`], again and again.
#[derive(Debug, Default)]
pub struct Scratch {
    folded: Folded,
    matcher: matcher::Scratch,
    enrich: enrich::Scratch,
    own_places: Vec<TagName>,
    directed: Vec<TagName>,
    key: String,
}

/// Why rules do not become a [`Tagger`].
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// Examples written beside the rules do not come out as written; every one of them.
    #[error("{} of the rules' own examples fail", .0.len())]
    Examples(Vec<ExampleFailure>),
    /// A rule asks for what a matcher cannot do; where it is written, why it cannot, what to write instead.
    #[error("{0}")]
    Rule(Box<Finding>),
    /// The rules together are more than a matcher can hold.
    #[error("{0}; split the rule files into two sets, and run tagline for each")]
    Build(#[from] matcher::BuildError),
}

impl Tagger {
    /// Compiles `rules` and runs their examples.
    ///
    /// # Errors
    ///
    /// [`Refused::Examples`] with every example that fails; else as [`unproven`](Self::unproven).
    pub fn new(rules: RuleSet, trial: Trial) -> Result<Self, Refused> {
        let tagger = Self::unproven(rules, trial)?;
        let failures = example::run(&tagger);
        if failures.is_empty() { Ok(tagger) } else { Err(Refused::Examples(failures)) }
    }

    /// Compiles `rules` without running their examples: for those who look at why one fails.
    ///
    /// # Errors
    ///
    /// [`Refused::Rule`] for a rule that a matcher cannot hold, [`Refused::Build`] when it cannot hold all together.
    pub fn unproven(rules: RuleSet, trial: Trial) -> Result<Self, Refused> {
        Self::compiled(rules, trial, &[])
    }

    /// The same tagger, quicker on mentions like those of `sample`: its rules wait for the words that are rarest there.
    ///
    /// # Errors
    ///
    /// As [`unproven`](Self::unproven).
    pub fn planned(&self, sample: &[Mention]) -> Result<Self, Refused> {
        let planned = Self::compiled(self.rules.clone(), self.trial, sample)?;
        Ok(Self { enricher: Arc::clone(&self.enricher), ..planned })
    }

    fn compiled(rules: RuleSet, trial: Trial, sample: &[Mention]) -> Result<Self, Refused> {
        let (slots, conditions): (Vec<Slot>, Vec<Condition>) = conditions(&rules).unzip();
        let matcher = Matcher::planned(&conditions, sample)
            .map_err(|error| unfit::refused(&rules, |rule| head(&rules, slots[rule]), error))?;
        Ok(Self {
            matcher,
            enricher: Arc::new(Enricher::new(Parts::default(), &rules.sentiment)),
            asks_feeling: conditions.iter().any(|condition| condition.asks(is_of_feeling)),
            slots,
            registry: Registry::new(&rules),
            presence: Presence::new(&rules),
            given: GivenTags::new(&rules),
            rules,
            trial,
        })
    }

    /// The same, finding out only these parts of a mention where its source does not state them.
    ///
    /// What is not found out can change tags and counts, so the rule set then has another id.
    #[must_use]
    pub fn detecting(mut self, parts: Parts) -> Self {
        if parts != Parts::default() {
            let Parts { language, sentiment, questions } = parts;
            self.rules.note(&format!(
                "[detect]\nlanguage = {language}\nsentiment = {sentiment}\nquestions = {questions}\n"
            ));
            self.enricher = Arc::new(Enricher::new(parts, &self.rules.sentiment));
        }
        self
    }

    /// The rules.
    #[must_use]
    pub fn rules(&self) -> &RuleSet {
        &self.rules
    }

    /// Tags a batch.
    #[must_use]
    pub fn tag(&self, batch: Batch, scratch: &mut Scratch) -> Outcome {
        let tagged = batch.mentions().map(|mention| self.tag_mention(mention, scratch)).collect();
        Outcome { rules: self.rules.id, batch, tagged }
    }

    /// Tags one mention.
    ///
    /// What its source leaves open of feeling and question is found out of mentions that get a tag: only those are
    /// reported on, and it takes longer than all else.
    #[must_use]
    pub fn tag_mention(&self, mention: &Mention, scratch: &mut Scratch) -> Tagged {
        let mut tagged = self.tagged(mention, scratch);
        if tagged.tags.is_empty() {
            (tagged.sentiment, tagged.question) = (mention.sentiment, mention.question);
        } else if !self.asks_feeling {
            let Scratch { folded, enrich, .. } = scratch;
            let found = self.enricher.rest(mention, folded, tagged.lang, enrich);
            (tagged.sentiment, tagged.question) = (found.sentiment, found.question);
        }
        tagged
    }

    fn tagged(&self, mention: &Mention, scratch: &mut Scratch) -> Tagged {
        self.with_hits(mention, scratch, |facts, hits| {
            let mut findings =
                Findings { tagger: self, hits, tags: Vec::new(), excluded_by: Vec::new() };
            findings.collect(facts);
            let Findings { mut tags, mut excluded_by, .. } = findings;
            tags.extend(mention.given_tags.iter().filter_map(|given| self.given.tag(given)));
            tags.sort_by(|a, b| a.name.cmp(&b.name));
            tags.dedup_by(|again, first| again.name == first.name);
            excluded_by.sort_unstable();

            let excluded = if excluded_by.is_empty() { Excluded::No } else { Excluded::Yes };
            let standing = Standing::of(facts.role, excluded);
            Tagged {
                standing,
                lang: facts.lang,
                sentiment: facts.sentiment,
                question: facts.question,
                tags,
                excluded_by,
            }
        })
    }

    /// Where the words stand by which the condition number `rule` finds `mention`; `None` when it does not.
    pub(crate) fn spans_of_rule(
        &self,
        rule: u32,
        mention: &Mention,
        scratch: &mut Scratch,
    ) -> Option<Vec<Span>> {
        self.with_hits(mention, scratch, |_, hits| {
            let spans = hits.spans(hits.of_rule(rule)?);
            Some(spans.iter().map(|found| found.span).collect())
        })
    }

    /// Folds and matches `mention` and hands on what came out.
    fn with_hits<T>(
        &self,
        mention: &Mention,
        scratch: &mut Scratch,
        use_hits: impl FnOnce(&Facts<'_>, Hits<'_>) -> T,
    ) -> T {
        self.with_facts(mention, scratch, |facts, folded, scratch| {
            use_hits(facts, self.matcher.hits(facts, folded, scratch))
        })
    }

    /// Folds `mention`, finds out what is known about it, and hands both on.
    pub(crate) fn with_facts<T>(
        &self,
        mention: &Mention,
        scratch: &mut Scratch,
        use_facts: impl FnOnce(&Facts<'_>, &Folded, &mut matcher::Scratch) -> T,
    ) -> T {
        let Scratch { folded, matcher, enrich, own_places, directed, key } = scratch;
        fold(mention, folded);
        self.own_places(mention, key, own_places);
        self.directed(mention, folded, key, directed);
        let role = self.role(mention, key);
        let Enriched { lang, sentiment, question } = if self.asks_feeling {
            self.enricher.enrich(mention, folded, enrich)
        } else {
            let lang = self.enricher.language(mention, folded);
            Enriched { lang, sentiment: mention.sentiment, question: mention.question }
        };
        let facts = Facts { mention, lang, sentiment, question, role, own_places, directed };
        use_facts(&facts, folded, matcher)
    }

    /// What the rule `id` asks for; absent when there is no such rule, and for a brand that has no query.
    #[must_use]
    pub fn asks_for(&self, id: &TagName) -> Option<&Condition> {
        let number = (0..).zip(&self.slots).find(|(_, slot)| self.id(**slot) == id);
        number.map(|(number, _)| self.condition(number))
    }

    /// The rules that are decided for every mention, because no word announces them.
    #[must_use]
    pub fn slow_rules(&self) -> Vec<&TagName> {
        let slow = self.matcher.slow_rules().into_iter();
        slow.map(|rule| self.id(self.slots[rule as usize])).collect()
    }

    /// What the condition number `rule` asks for.
    pub(crate) fn condition(&self, rule: u32) -> &Condition {
        match self.slots[rule as usize] {
            Slot::Brand(at) => {
                let query = self.rules.brands[at].query.as_ref();
                query.expect("a brand has a number because it has a query")
            }
            Slot::Theme(at) => &self.rules.themes[at].query,
            Slot::Campaign(at) => &self.rules.campaigns[at].condition,
            Slot::Exclude(at) => &self.rules.excludes[at].query,
        }
    }

    pub(crate) fn id(&self, slot: Slot) -> &TagName {
        &head(&self.rules, slot).id
    }
}

/// What is known about a mention beyond its words.
impl Tagger {
    fn role(&self, mention: &Mention, key: &mut String) -> Role {
        let Some(author) = &mention.author else { return Role::Public };
        fold_into(author.handle.as_deref().unwrap_or_default(), key);
        self.registry.role(&mention.platform, author, key)
    }

    fn own_places(&self, mention: &Mention, key: &mut String, own_places: &mut Vec<TagName>) {
        own_places.clear();
        if let Some(place) = &mention.own_place {
            fold_into(place, key);
            own_places.extend_from_slice(self.presence.at_place(key));
        }
    }

    /// The brands a mention is addressed to: by the accounts it states, by the one it answers, by the handles it names.
    fn directed(
        &self,
        mention: &Mention,
        folded: &Folded,
        key: &mut String,
        directed: &mut Vec<TagName>,
    ) {
        directed.clear();
        let answered = mention.reply_to.as_ref().and_then(|reply| reply.author.as_deref());
        for handle in mention.addressed.iter().map(String::as_str).chain(answered) {
            fold_into(handle, key);
            directed.extend_from_slice(self.presence.of_account(key));
        }
        let named = folded
            .tokens()
            .iter()
            .filter(|token| token.kind == TokenKind::Entity(EntityKind::Handle));
        for handle in named {
            directed.extend_from_slice(self.presence.of_account(folded.exact(handle)));
        }
        directed.sort_unstable();
        directed.dedup();
    }
}

/// What every rule has, of the one in `slot`.
fn head(rules: &RuleSet, slot: Slot) -> &Head {
    match slot {
        Slot::Brand(at) => &rules.brands[at].head,
        Slot::Theme(at) => &rules.themes[at].head,
        Slot::Campaign(at) => &rules.campaigns[at].head,
        Slot::Exclude(at) => &rules.excludes[at].head,
    }
}

/// Every rule's condition, brands first: a theme asked for each brand needs to know which were found.
fn conditions(rules: &RuleSet) -> impl Iterator<Item = (Slot, Condition)> {
    let brands = rules.brands.iter().enumerate();
    let themes = rules.themes.iter().enumerate();
    let campaigns = rules.campaigns.iter().enumerate();
    let excludes = rules.excludes.iter().enumerate();
    brands
        .filter_map(|(at, brand)| Some((Slot::Brand(at), brand.query.clone()?)))
        .chain(themes.map(|(at, theme)| (Slot::Theme(at), theme.query.clone())))
        .chain(campaigns.map(|(at, campaign)| (Slot::Campaign(at), campaign.condition.clone())))
        .chain(excludes.map(|(at, exclude)| (Slot::Exclude(at), exclude.query.clone())))
}

/// Whether the test is of what takes long to find out of a text.
fn is_of_feeling(test: &FieldTest) -> bool {
    matches!(test, FieldTest::Sentiment(_) | FieldTest::Flag(Flag::Question))
}

/// Puts the key that handles and places are compared by into `key`.
fn fold_into(text: &str, key: &mut String) {
    key.clear();
    if text.is_ascii() {
        key.push_str(text);
        key.make_ascii_lowercase();
    } else {
        key.push_str(&mention::fold::fold_key(text).0);
    }
}
