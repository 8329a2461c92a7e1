//! The words a hashtag is written together from.

use std::ops::Range;

use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory as _};

/// What a character of a hashtag is to its borders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// A letter that is no capital.
    Small,
    /// A capital letter.
    Capital,
    /// A digit or number.
    Digit,
    /// A mark: of the shape of what it stands on.
    Mark,
    /// `_` and other joints.
    Joint,
}

/// The stretches of a hashtag's `body` between camel-case, digit and `_` borders, in order, none empty.
///
/// The last of several capitals belongs to the small letters after it: `NASALaunch` is `NASA`, `Launch`.
/// Words written in small letters only are not guessed.
pub(crate) fn parts(body: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        at += body[at..].find(|c| shape(c) != Shape::Joint)?;
        let start = at;
        at += length(&body[at..]);
        Some(start..at)
    })
}

/// The bytes of the part that `rest` begins with.
fn length(rest: &str) -> usize {
    let mut last = Shape::Mark;
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = shape(c);
        let border = match (last, next) {
            (Shape::Mark, _) | (_, Shape::Mark) => false,
            (_, Shape::Joint) | (Shape::Small, Shape::Capital) => true,
            (Shape::Capital, Shape::Capital) => {
                chars.peek().is_some_and(|&(_, after)| shape(after) == Shape::Small)
            }
            (last, next) => (last == Shape::Digit) != (next == Shape::Digit),
        };
        if border {
            return at;
        }
        if next != Shape::Mark {
            last = next;
        }
    }
    rest.len()
}

fn shape(c: char) -> Shape {
    match c {
        'a'..='z' => return Shape::Small,
        'A'..='Z' => return Shape::Capital,
        '0'..='9' => return Shape::Digit,
        '_' => return Shape::Joint,
        _ => {}
    }
    match c.general_category_group() {
        GeneralCategoryGroup::Mark => Shape::Mark,
        GeneralCategoryGroup::Number => Shape::Digit,
        GeneralCategoryGroup::Letter => match c.general_category() {
            GeneralCategory::UppercaseLetter | GeneralCategory::TitlecaseLetter => Shape::Capital,
            _ => Shape::Small,
        },
        _ if matches!(c, '\u{AD}' | '\u{200C}' | '\u{200D}') => Shape::Mark,
        _ => Shape::Joint,
    }
}

#[cfg(test)]
mod tests {
    use super::parts;

    fn check(body: &str, expected: &str) {
        let parts: Vec<_> = parts(body).map(|part| &body[part]).collect();
        assert_eq!(parts.join(" "), expected);
    }

    #[test]
    fn s05_borders_are_camel_case_digits_and_underscores() {
        check("JustDoIt", "Just Do It");
        check("NASALaunch", "NASA Launch");
        check("Euro2024", "Euro 2024");
        check("foo_bar", "foo bar");
        check("__a__b1c", "a b 1 c");
        check("ÉtéÀParis", "Été À Paris");
        check("E\u{301}te\u{301}A\u{300}Paris", "E\u{301}te\u{301} A\u{300} Paris");
        check("justdoit", "justdoit");
        check("NASA", "NASA");
        check("il·lusió", "il lusió");
        check("", "");
    }
}
