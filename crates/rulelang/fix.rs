//! Findings' fixes, put into a text together.

use std::collections::BTreeMap;

use crate::{Edit, Fix};

/// A text with fixes put in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fixed {
    /// The text.
    pub text: String,
    /// How many fixes it has taken.
    pub applied: usize,
}

/// Puts fixes into the text that their places are bytes of, each as a whole or not at all; of two that touch one
/// place the first handed in wins, and the other is left for the next round.
///
/// # Cost
///
/// Linear in the text and, but for sorting, in the fixes.
#[must_use]
pub fn apply_fixes<'f>(text: &str, fixes: impl IntoIterator<Item = &'f Fix>) -> Fixed {
    let mut taken: BTreeMap<usize, &Edit> = BTreeMap::new();
    let mut applied = 0;
    for fix in fixes {
        let known = |edit: &Edit| taken.get(&edit.span.start).is_some_and(|other| *other == edit);
        let free = |edit: &Edit| text.get(edit.span.clone()).is_some() && is_free(&taken, edit);
        if fix.edits.iter().all(known) {
            applied += 1;
        } else if fix.edits.iter().all(free) && is_apart(&fix.edits) {
            taken.extend(fix.edits.iter().map(|edit| (edit.span.start, edit)));
            applied += 1;
        }
    }
    Fixed { text: with_edits(text, taken.into_values()), applied }
}

/// Whether edits stand in the order of the text, none inside another.
fn is_apart(edits: &[Edit]) -> bool {
    edits.windows(2).all(|two| two[0].span.end <= two[1].span.start)
}

/// Whether `edit` touches none that is taken.
fn is_free(taken: &BTreeMap<usize, &Edit>, edit: &Edit) -> bool {
    let before = taken.range(..=edit.span.end).next_back();
    before.is_none_or(|(_, other)| other.span.end < edit.span.start)
}

fn with_edits<'e>(text: &str, edits: impl Iterator<Item = &'e Edit>) -> String {
    let (mut changed, mut at) = (String::with_capacity(text.len()), 0);
    for edit in edits {
        changed.push_str(&text[at..edit.span.start]);
        at = edit.span.end;
        if edit.replacement.is_empty() && closes_up(&changed, &text[at..]) {
            changed.pop();
        }
        if edit.replacement.is_empty() && opens(&changed) && text[at..].starts_with(' ') {
            at += 1;
        }
        changed.push_str(&edit.replacement);
    }
    changed.push_str(&text[at..]);
    changed
}

/// Whether a blank after something that is taken out goes with it.
fn opens(before: &str) -> bool {
    before.chars().next_back().is_none_or(|last| "('\"\n".contains(last))
}

/// Whether the blank before something that is taken out goes with it.
fn closes_up(before: &str, after: &str) -> bool {
    before.ends_with(' ') && after.chars().next().is_none_or(|next| " )'\"\n".contains(next))
}

#[cfg(test)]
mod tests {
    use super::apply_fixes;
    use crate::{Edit, Fix};

    fn fix(edits: &[(usize, usize, &str)]) -> Fix {
        let edits = edits.iter().map(|(start, end, new)| Edit::new(*start..*end, *new));
        Fix { edits: edits.collect(), safe: true }
    }

    fn check(fixes: &[&[(usize, usize, &str)]], expected: &str, left: usize) {
        let fixes: Vec<Fix> = fixes.iter().map(|edits| fix(edits)).collect();
        let outcome = apply_fixes("abcdef", &fixes);
        assert_eq!((outcome.text.as_str(), fixes.len() - outcome.applied), (expected, left));
    }

    #[test]
    fn fixes_do_not_overlap() {
        check(&[], "abcdef", 0);
        check(&[&[(0, 1, "x")], &[(2, 3, "")]], "xbdef", 0);
        check(&[&[(2, 3, "y")], &[(0, 1, "x")]], "xbydef", 0);
        check(&[&[(0, 3, "x")], &[(2, 4, "y")]], "xdef", 1);
        check(&[&[(0, 3, "x")], &[(3, 4, "y")]], "xdef", 1);
        check(&[&[(0, 1, "x")], &[(0, 1, "x")]], "xbcdef", 0);
        check(&[&[(5, 9, "x")]], "abcdef", 1);
        check(&[&[(0, 0, "("), (6, 6, ")")], &[(2, 3, "x")]], "(abxdef)", 0);
        check(&[&[(0, 3, ""), (2, 4, "")]], "abcdef", 1);
        check(&[&[(2, 3, "x")], &[(0, 0, "("), (3, 3, ")")]], "abxdef", 1);
    }

    #[test]
    fn what_is_taken_out_leaves_one_blank() {
        let without = |text: &str, word: &str| {
            let start = text.find(word).unwrap();
            let span = start..start + word.len();
            apply_fixes(text, &[fix(&[(span.start, span.end, "")])]).text
        };
        assert_eq!(without("late !!! parcel", "!!!"), "late parcel");
        assert_eq!(without("'late AND'", "AND"), "'late'");
        assert_eq!(without("late !!!", "!!!"), "late");
        assert_eq!(without("(late)~4 box", "~4"), "(late) box");
        assert_eq!(without("'OR late'", "OR"), "'late'");
    }
}
