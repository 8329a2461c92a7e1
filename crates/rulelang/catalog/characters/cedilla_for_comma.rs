//! `cedilla-for-comma`: romanian ș and ț carry a comma; ş and ţ with a cedilla are older look-alikes.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use crate::lexer::{Kept, kept_at};
use crate::{Code, Diagnostic, Edit, Fix, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::CedillaForComma,
    name: "cedilla-for-comma",
    severity: Severity::Info,
    text: "Romanian ș and ț carry a comma; ş and ţ with a cedilla are older look-alikes. Both find both.",
    now: "Both spellings are found.",
    meant: "The letters with a comma, as Romanian keyboards write them now.",
    write: "Write ș and ț, so that the query means the same in every tool.",
    fires: &[Case::query("livraţi OR aşteaptă", "ţ").fixed("livrați OR așteaptă")],
    silent: &[
        Query("livrați OR așteaptă"),
        Query("paylaş"),
        Query("şikayet"),
        Query("{livraţi}"),
        Query("parcel raw:ţ"),
        Query("regex:\"livraţi\""),
        Query("parcel source:ţ"),
        Query("late {{livraţi}}"),
        Query("late custom.livraţi:da"),
    ],
    untested: "",
};

/// Letters with a cedilla where a comma belongs; ş alone is Turkish.
pub(crate) fn find(text: &str, kept: &[Kept], found: &mut Vec<Diagnostic>) {
    let mut places = text.match_indices(['ţ', 'Ţ']).map(|(at, _)| at);
    let Some(first) = places.find(|at| kept_at(kept, *at).is_none()) else { return };
    let comma = |letter: char| match letter {
        'ţ' => Some("ț"),
        'Ţ' => Some("Ț"),
        'ş' => Some("ș"),
        'Ş' => Some("Ș"),
        _ => None,
    };
    let letters = text
        .char_indices()
        .filter(|(at, _)| kept_at(kept, *at).is_none())
        .filter_map(|(at, letter)| Some(Edit::new(at..at + letter.len_utf8(), comma(letter)?)));
    let mut edits: Vec<Edit> = Vec::new();
    for edit in letters {
        match edits.last_mut().filter(|last| last.span.end == edit.span.start) {
            Some(last) => {
                last.span.end = edit.span.end;
                last.replacement.push_str(&edit.replacement);
            }
            None => edits.push(edit),
        }
    }
    let end = first + 'ţ'.len_utf8();
    let message = "this letter has a cedilla where Romanian writes a comma; both are found";
    found.push(
        Diagnostic::info(Code::CedillaForComma, first..end, message)
            .help("write `ț` and `ș`, so that the query means the same in every tool")
            .fixed_by(Fix { edits, safe: true }),
    );
}
