//! What a grapheme cluster is to a search: part of a word, an emoji, or a gap between words.

use unicode_properties::{
    GeneralCategory, GeneralCategoryGroup, UnicodeEmoji as _, UnicodeGeneralCategory as _,
};
use unicode_script::{Script as Writing, ScriptExtension, UnicodeScript as _};

use crate::Script;

/// What a cluster is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// It parts words and takes no position.
    Gap,
    /// It is not there at all: a soft hyphen, a variation selector on its own.
    Nothing,
    /// A letter, mark or digit.
    Word(Script),
    /// An emoji.
    Emoji,
}

/// The class of an ASCII character that forms a cluster by itself.
pub(crate) const fn ascii_class(byte: u8) -> Class {
    if byte.is_ascii_alphanumeric() { Class::Word(Script::Spaced) } else { Class::Gap }
}

/// The class of one extended grapheme cluster; its first character that is no format character decides.
pub(crate) fn class(cluster: &str) -> Class {
    let Some(lead) = cluster.chars().find(|&c| !is_format(c) && !is_variation(c)) else {
        let nothing = cluster.chars().all(|c| c == SOFT_HYPHEN || is_variation(c));
        return if nothing { Class::Nothing } else { Class::Gap };
    };
    if is_emoji(lead, cluster) {
        return Class::Emoji;
    }
    match lead.general_category_group() {
        // Marks that stand on nothing come in any order, so none of them can decide.
        GeneralCategoryGroup::Mark => Class::Word(Script::Spaced),
        _ => Script::of(lead).map_or(Class::Gap, Class::Word),
    }
}

/// The soft hyphen: skipped wherever it stands.
pub(crate) const SOFT_HYPHEN: char = '\u{AD}';

/// Whether `c` only chooses between two looks of the character before it.
const fn is_variation(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

/// Whether `c` is one of the five skin tones.
const fn is_skin_tone(c: char) -> bool {
    matches!(c, '\u{1F3FB}'..='\u{1F3FF}')
}

/// Whether `c` has no place in any key.
pub(crate) const fn is_skipped(c: char) -> bool {
    c == SOFT_HYPHEN || is_variation(c) || is_skin_tone(c)
}

fn is_format(c: char) -> bool {
    c.general_category() == GeneralCategory::Format
}

/// Whether the cluster that `lead` opens is an emoji.
///
/// `©`, `®`, `™` and letters with an emoji look need the emoji selector, digits the keycap; the other
/// characters with the property Emoji are emoji however they are written. A flag is two indicators.
fn is_emoji(lead: char, cluster: &str) -> bool {
    match lead {
        '0'..='9' | '#' | '*' => cluster.contains('\u{20E3}'),
        '\u{1F1E6}'..='\u{1F1FF}' => cluster.chars().filter(|&c| is_indicator(c)).count() == 2,
        '©' | '®' | '™' | 'ℹ' => cluster.contains('\u{FE0F}'),
        c => c.is_emoji_char(),
    }
}

const fn is_indicator(c: char) -> bool {
    matches!(c, '\u{1F1E6}'..='\u{1F1FF}')
}

impl Script {
    /// How words with the letter, mark or digit `c` in them are told apart; `None` for other characters.
    #[must_use]
    pub fn of(c: char) -> Option<Self> {
        if c.is_ascii() {
            return c.is_ascii_alphanumeric().then_some(Self::Spaced);
        }
        match c.general_category_group() {
            GeneralCategoryGroup::Letter
            | GeneralCategoryGroup::Mark
            | GeneralCategoryGroup::Number => Some(script(c)),
            _ => None,
        }
    }
}

/// How words with this character in them are told apart.
fn script(c: char) -> Script {
    const BLANKLESS: [Writing; 7] = [
        Writing::Han,
        Writing::Hiragana,
        Writing::Katakana,
        Writing::Thai,
        Writing::Lao,
        Writing::Khmer,
        Writing::Myanmar,
    ];
    let scripts: ScriptExtension = c.script_extension();
    if scripts.is_common() || scripts.is_inherited() {
        Script::Spaced
    } else if BLANKLESS.iter().any(|&script| scripts.contains_script(script)) {
        Script::Blankless
    } else if scripts.contains_script(Writing::Hangul) {
        Script::Hangul
    } else {
        Script::Spaced
    }
}
