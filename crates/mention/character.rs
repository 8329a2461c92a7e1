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
    let first = cluster.chars().next();
    if first.is_some_and(|c| matches!(c, 'À'..='\u{24F}') && !matches!(c, '×' | '÷')) {
        return Class::Word(Script::Spaced);
    }
    let Some(lead) = cluster.chars().find(|&c| !is_format(c) && !is_variation(c)) else {
        let nothing = cluster.chars().all(|c| c == SOFT_HYPHEN || is_variation(c));
        return if nothing { Class::Nothing } else { Class::Gap };
    };
    match lead.general_category_group() {
        GeneralCategoryGroup::Letter if lead != 'ℹ' => Class::Word(script(lead)),
        // Marks that stand on nothing come in any order, so none of them can decide.
        GeneralCategoryGroup::Mark => Class::Word(Script::Spaced),
        _ if is_emoji(lead, cluster) => Class::Emoji,
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
    !c.is_alphanumeric() && c.general_category() == GeneralCategory::Format
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

/// How words with this character in them are told apart: the commonest scripts by their blocks, the others by the table.
fn script(c: char) -> Script {
    match c {
        '\0'..='\u{DFF}' => Script::Spaced,
        '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FA}' | '\u{4E00}'..='\u{9FFF}' => {
            Script::Blankless
        }
        '\u{AC00}'..='\u{D7A3}' => Script::Hangul,
        _ => script_of_table(c),
    }
}

/// How words with this character in them are told apart, by its script, or, if it is shared, by its
/// script extensions: of a script without blanks, unless it is also of one with blanks.
fn script_of_table(c: char) -> Script {
    const BLANKLESS: [Writing; 7] = [
        Writing::Han,
        Writing::Hiragana,
        Writing::Katakana,
        Writing::Thai,
        Writing::Lao,
        Writing::Khmer,
        Writing::Myanmar,
    ];
    let blankless = |script: Writing| BLANKLESS.contains(&script);
    let beside = |script| matches!(script, Writing::Bopomofo | Writing::Hangul);
    let shared: ScriptExtension = c.script_extension();
    if blankless(c.script()) {
        Script::Blankless
    } else if c.script() == Writing::Hangul {
        Script::Hangul
    } else if shared.iter().any(blankless) && shared.iter().all(|s| blankless(s) || beside(s)) {
        Script::Blankless
    } else {
        Script::Spaced
    }
}

#[cfg(test)]
mod tests {
    use super::{Class, Script, class, script, script_of_table};

    #[test]
    fn s03_the_blocks_say_what_the_table_says() {
        let words = (char::MIN..=char::MAX)
            .filter(|&c| matches!(class(c.encode_utf8(&mut [0; 4])), Class::Word(_)));
        let mut counts = [0; 3];
        for c in words {
            assert_eq!(script(c), script_of_table(c), "{c:?}");
            counts[script(c) as usize] += 1;
        }
        assert!(counts.iter().all(|&count| count > 10_000), "{counts:?}");
        // Of Latin and of Thai; of kana alone.
        assert_eq!((script('ʼ'), script('ー')), (Script::Spaced, Script::Blankless));
    }
}
