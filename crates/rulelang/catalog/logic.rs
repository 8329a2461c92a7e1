//! Findings on AND, OR and NOT.

use super::Page;
use crate::Code;

pub(super) const PAGES: &[Page] = &[
    Page {
        code: Code::LastBranch,
        name: "last-branch",
        text: "A blank binds tighter than OR: a filter after the last alternative filters only that one.",
        wrong: "(flood OR flooding) OR storm lang:en",
        right: "(flood OR flooding OR storm) lang:en",
    },
    Page {
        code: Code::MixedAndOr,
        name: "mixed-and-or",
        text: "AND binds tighter than OR. Brackets say which is meant.",
        wrong: "late OR slow delivery",
        right: "late OR (slow delivery)",
    },
    Page {
        code: Code::OnlyNegative,
        name: "only-negative",
        text: "A rule must say what it looks for, not only what it does not.",
        wrong: "-delivery",
        right: "late -delivery",
    },
    Page {
        code: Code::NegativeBranch,
        name: "negative-branch",
        text: "An alternative that only excludes is true for nearly every post.",
        wrong: "late OR -delivery",
        right: "late -delivery",
    },
    Page {
        code: Code::DoubleNegation,
        name: "double-negation",
        text: "Not not is the same as nothing.",
        wrong: "late NOT NOT delivery",
        right: "late delivery",
    },
    Page {
        code: Code::LoneMetadata,
        name: "lone-metadata",
        text: "A rule made of fields only finds every post they fit, whatever it says.",
        wrong: "lang:en",
        right: "delivery lang:en",
    },
];
