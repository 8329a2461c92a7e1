//! From a text to positive, neutral, negative, or nothing to tell by.

use std::collections::HashMap;

use foldhash::fast::RandomState;
use mention::{Folded, Lang, Mention, Sentiment};

use crate::lexicon::{Lexicon, bare};
use crate::unit::{FIELDS, Units, emoji, emphasis};
use crate::vader::Vader;

/// From where on a text is positive, and below minus it negative: as VADER's authors set it.
const THRESHOLD: f64 = 0.05;

const EMOJI: &str = include_str!("lexicon/emoji.tsv");

/// The languages with a word list of their own, beside English.
pub(crate) const LEXICONS: [(&str, &str); 7] = [
    ("sv", include_str!("lexicon/sv.tsv")),
    ("fr", include_str!("lexicon/fr.tsv")),
    ("it", include_str!("lexicon/it.tsv")),
    ("ro", include_str!("lexicon/ro.tsv")),
    ("de", include_str!("lexicon/de.tsv")),
    ("es", include_str!("lexicon/es.tsv")),
    ("pt", include_str!("lexicon/pt.tsv")),
];

/// The word lists of all languages, and the emoji.
#[derive(Debug, Default)]
pub(crate) struct Ratings {
    english: Vader,
    lexicons: Vec<(Lang, Lexicon)>,
    emoji: HashMap<String, f64, RandomState>,
}

impl Ratings {
    pub(crate) fn new() -> Self {
        let lexicon = |(lang, rows)| Some((Lang::parse(lang)?, Lexicon::read(rows)));
        let figures = EMOJI.lines().filter_map(|line| line.split_once('\t'));
        Self {
            english: Vader::new(),
            lexicons: LEXICONS.into_iter().filter_map(lexicon).collect(),
            emoji: figures
                .filter_map(|(sign, figure)| Some((bare(sign), figure.parse().ok()?)))
                .collect(),
        }
    }

    /// The feeling `mention` shows; `None` where nothing in it tells.
    ///
    /// A text in a language without a word list is rated by its emoji and emoticons, and by phrases somebody decided about.
    pub(crate) fn rate(
        &self,
        mention: &Mention,
        folded: &Folded,
        lang: Option<Lang>,
        units: &mut Units,
    ) -> Option<Sentiment> {
        let compound = self.compound(mention, folded, lang, units)?;
        Some(if compound >= THRESHOLD {
            Sentiment::Positive
        } else if compound <= -THRESHOLD {
            Sentiment::Negative
        } else {
            Sentiment::Neutral
        })
    }

    /// The same from −1 to 1.
    pub(crate) fn compound(
        &self,
        mention: &Mention,
        folded: &Folded,
        lang: Option<Lang>,
        units: &mut Units,
    ) -> Option<f64> {
        let english = lang.is_some_and(|lang| lang.as_str() == "en");
        let own = lang.and_then(|lang| self.lexicons.iter().find(|(of, _)| *of == lang));
        let list = own.map(|(_, lexicon)| lexicon);
        if !units.has_exceptions() && !self.may_feel(mention, folded, english, list, units) {
            return None;
        }
        units.clear();
        let marks = || emphasis(mention);
        if english {
            for field in FIELDS {
                let emoji = emoji(folded, field);
                let rated = emoji.map(|(place, key)| (place, self.emoji.get(key).copied()));
                Vader::units(field, mention.field(field), rated, units);
            }
            return self.english.compound(units, marks);
        }
        for field in FIELDS {
            let text = mention.field(field);
            Lexicon::words(field, text, folded, units);
            for (place, key) in emoji(folded, field) {
                if let Some(figure) = self.emoji.get(key) {
                    Lexicon::felt(field, text, place, *figure, units);
                }
            }
            for (place, figure) in Lexicon::emoticons(text, |sign| self.english.figure(sign)) {
                Lexicon::felt(field, text, place, figure, units);
            }
        }
        units.sort();
        match list {
            Some(lexicon) => lexicon.compound(units, marks),
            None => Lexicon::default().compound(units, marks),
        }
    }

    /// Whether anything in `mention` may be felt: many texts are told by it that nothing is, sooner than by weighing it.
    fn may_feel(
        &self,
        mention: &Mention,
        folded: &Folded,
        english: bool,
        list: Option<&Lexicon>,
        units: &mut Units,
    ) -> bool {
        FIELDS.into_iter().any(|field| {
            let text = mention.field(field);
            if text.is_empty() {
                return false;
            }
            emoji(folded, field).next().is_some()
                || if english {
                    self.english.may_feel(text, &mut units.keys)
                } else {
                    list.is_some_and(|list| list.feels(field, folded))
                        || Lexicon::emoticons(text, |sign| self.english.figure(sign))
                            .next()
                            .is_some()
                }
        })
    }
}
