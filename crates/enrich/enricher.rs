//! All that is found out about one mention, in the order it rests on each other.

use mention::{Folded, Lang, Mention, Sentiment};

use crate::exception::Exceptions;
use crate::language;
use crate::question::Questions;
use crate::sentiment::Ratings;
use crate::unit::Units;

/// Which parts of a mention are found out where its source does not state them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parts {
    /// Its language.
    pub language: bool,
    /// The feeling it shows.
    pub sentiment: bool,
    /// Whether it asks something.
    pub questions: bool,
}

impl Default for Parts {
    /// All of them.
    fn default() -> Self {
        Self { language: true, sentiment: true, questions: true }
    }
}

/// What is known of a mention, stated or found out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Enriched {
    /// Its language; absent where neither source nor text is sure.
    pub lang: Option<Lang>,
    /// The feeling it shows; absent where nothing in it tells.
    pub sentiment: Option<Sentiment>,
    /// Whether it asks something; absent where nobody looked.
    pub question: Option<bool>,
}

/// Finds out what sources leave open: immutable, shared between threads.
#[derive(Debug)]
pub struct Enricher {
    parts: Parts,
    exceptions: Exceptions,
    ratings: Ratings,
    questions: Questions,
}

/// What one worker lends to [`Enricher::enrich`], again and again.
#[derive(Debug, Default)]
pub struct Scratch {
    pub(crate) units: Units,
}

impl Enricher {
    /// Makes ready what `parts` need; `exceptions` are phrases with what each is taken to be felt as, from −4 to 4.
    ///
    /// # Cost
    ///
    /// About 20,000 short words are put into tables: a millisecond and a megabyte.
    #[must_use]
    pub fn new(parts: Parts, exceptions: &[(String, f64)]) -> Self {
        Self {
            parts,
            exceptions: Exceptions::new(exceptions),
            ratings: if parts.sentiment { Ratings::new() } else { Ratings::default() },
            questions: if parts.questions { Questions::new() } else { Questions::default() },
        }
    }

    /// What is known of `mention`, which `folded` holds.
    ///
    /// What the source states stays as it is, with one exception: a mention that holds one of the phrases whose feeling
    /// was set is rated by its words, whatever the source says.
    ///
    /// # Cost
    ///
    /// Linear in the text; nothing is allocated once `scratch` has grown to its size.
    #[must_use]
    pub fn enrich(&self, mention: &Mention, folded: &Folded, scratch: &mut Scratch) -> Enriched {
        let lang = self.language(mention, folded);
        self.rest(mention, folded, lang, scratch)
    }

    /// The language of `mention`; absent where neither source nor text is sure.
    #[must_use]
    pub fn language(&self, mention: &Mention, folded: &Folded) -> Option<Lang> {
        match mention.lang {
            None if self.parts.language => language::detect(folded),
            stated => stated,
        }
    }

    /// What [`enrich`](Self::enrich) finds out, of a mention whose language is known already.
    #[must_use]
    pub fn rest(
        &self,
        mention: &Mention,
        folded: &Folded,
        lang: Option<Lang>,
        scratch: &mut Scratch,
    ) -> Enriched {
        let question = match mention.question {
            None if self.parts.questions => Some(self.questions.asks(mention, folded, lang)),
            stated => stated,
        };
        Enriched { lang, sentiment: self.sentiment(mention, folded, lang, scratch), question }
    }

    fn sentiment(
        &self,
        mention: &Mention,
        folded: &Folded,
        lang: Option<Lang>,
        scratch: &mut Scratch,
    ) -> Option<Sentiment> {
        if !self.parts.sentiment {
            return mention.sentiment;
        }
        let units = &mut scratch.units;
        self.exceptions.find(folded, units);
        if mention.sentiment.is_some() && !units.has_exceptions() {
            return mention.sentiment;
        }
        self.ratings.rate(mention, folded, lang, units).or(mention.sentiment)
    }
}
