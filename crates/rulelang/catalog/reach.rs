//! Findings on how far a term reaches and what it costs.

use super::Page;
use crate::Code;

pub(super) const PAGES: &[Page] = &[
    Page {
        code: Code::ShortWildcard,
        name: "short-wildcard",
        text: "`*` after fewer than two characters would find far too much.",
        wrong: "d*",
        right: "del*",
    },
    Page {
        code: Code::LeadingWildcard,
        name: "leading-wildcard",
        text: "A word cannot begin with a wildcard.",
        wrong: "*phone",
        right: "phone*",
    },
    Page {
        code: Code::NearOperand,
        name: "near-operand",
        text: "Both sides of NEAR are words, phrases or alternatives of those.",
        wrong: "late NEAR/3 -delivery",
        right: "(late NEAR/3 delivery)",
    },
    Page {
        code: Code::ChainedNear,
        name: "chained-near",
        text: "Several NEAR in a row are taken from left to right.",
        wrong: "late NEAR/2 slow NEAR/2 delivery",
        right: "(late NEAR/2 slow) NEAR/2 delivery",
    },
    Page {
        code: Code::NegatedNear,
        name: "negated-near",
        text: "A minus before NEAR excludes the whole, not the word after it.",
        wrong: "parcel -late NEAR/3 delivery",
        right: "parcel -(late NEAR/3 delivery)",
    },
];
