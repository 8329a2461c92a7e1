//! `symbol-dropped`: signs such as `+` and `#` are not part of words; the word is found without them.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::SymbolDropped,
    name: "symbol-dropped",
    severity: Severity::Warning,
    text: "Signs such as `+` and `#` are not part of words; the word is found without them.",
    now: "The word is found with or without the sign: `C++` finds every `C`.",
    meant: "Exactly these characters.",
    write: "Put it in braces.",
    fires: &[
        Case::query("C++", "C++").fixed("{C++}"),
        Case::query("AT&T", "AT&T").fixed("{AT&T}"),
        Case::query("C#", "C#").fixed("{C#}"),
        Case::query("h&m", "h&m").fixed("({h&m} OR {H&M})"),
        Case::query("##acme", "##acme").fixed("#acme"),
        Case::query("\"#acme\" late", "\"#acme\"").fixed("#acme late"),
        Case::query("parcel \"C++\"", "\"C++\"").written("parcel {C++}"),
        Case::query("@@acme late", "@@acme").fixed("@acme late"),
        Case::query("love :D", ":D").fixed("love {:D}"),
    ],
    silent: &[
        Query("{C++}"),
        Query("coca-cola"),
        Query("wendy's"),
        Query("3.5"),
        Query("#sale"),
        Query("$BRK.A"),
    ],
    untested: "",
};
