//! Findings on fields and on operators of other tools.

use super::Page;
use crate::Code;

pub(super) const PAGES: &[Page] = &[
    Page {
        code: Code::UnknownField,
        name: "unknown-field",
        text: "A word, a colon and a value are a field. Quotes make them words.",
        wrong: "re:invent",
        right: "\"re:invent\"",
    },
    Page {
        code: Code::UnsupportedField,
        name: "unsupported-field",
        text: "The field is known, but this version cannot test it.",
        wrong: "delivery rating:3",
        right: "delivery",
    },
    Page {
        code: Code::SpaceAfterColon,
        name: "space-after-colon",
        text: "The value belongs right after the colon.",
        wrong: "delivery lang: en",
        right: "delivery lang:en",
    },
    Page {
        code: Code::FieldValue,
        name: "field-value",
        text: "The field cannot have this value.",
        wrong: "delivery lang:english",
        right: "delivery lang:en",
    },
    Page {
        code: Code::ForeignOperator,
        name: "foreign-operator",
        text: "The sign belongs to another tool's language and is written differently here.",
        wrong: "late && delivery",
        right: "late AND delivery",
    },
];
