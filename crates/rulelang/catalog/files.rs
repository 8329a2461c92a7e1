//! Findings on rule files as a whole.

use super::Page;
use crate::Code;

pub(super) const PAGES: &[Page] = &[
    Page {
        code: Code::UnknownList,
        name: "unknown-list",
        text: "A list is named in `[lists]` before `{{name}}` can stand for it.",
        wrong: "",
        right: "",
    },
    Page {
        code: Code::ListCycle,
        name: "list-cycle",
        text: "A list cannot hold itself, neither directly nor through another.",
        wrong: "",
        right: "",
    },
    Page {
        code: Code::UnknownKey,
        name: "unknown-key",
        text: "The file has a key that means nothing here.",
        wrong: "",
        right: "",
    },
    Page {
        code: Code::DuplicateId,
        name: "duplicate-id",
        text: "An id belongs to one rule only.",
        wrong: "",
        right: "",
    },
    Page {
        code: Code::IncludeCycle,
        name: "include-cycle",
        text: "A file cannot include itself, neither directly nor through another.",
        wrong: "",
        right: "",
    },
    Page {
        code: Code::CampaignDates,
        name: "campaign-dates",
        text: "A campaign needs a first and a last day, in this order.",
        wrong: "",
        right: "",
    },
    Page {
        code: Code::ExampleFails,
        name: "example-fails",
        text: "A rule does not do what its own example says.",
        wrong: "",
        right: "",
    },
];
