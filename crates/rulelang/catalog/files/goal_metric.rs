//! `goal-metric`: a goal is a number for one of the measures that reports know.

use crate::catalog::Source::File;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::GoalMetric,
    name: "goal-metric",
    severity: Severity::Error,
    text: "A goal is a number for one of the measures that reports know.",
    now: "It cannot be measured, so the campaign is refused.",
    meant: "One of the measures: mentions, people, impressions, positive_share, share_of_voice, reply_rate, redemptions, attendance.",
    write: "Write the measure's right name and a number; shares and rates are parts of 1.",
    fires: &[Case::file("[[campaign]]\nid = 'spring'\nquery = '#spring'\nstarts = 2027-05-01\nends = 2027-05-31\ntimezone = 'UTC'\ngoal = { mention = 5000 }\n", "mention").fixed("[[campaign]]\nid = 'spring'\nquery = '#spring'\nstarts = 2027-05-01\nends = 2027-05-31\ntimezone = 'UTC'\ngoal = { mentions = 5000 }\n"), Case::file("[[campaign]]\nid = 'spring'\nquery = '#spring'\nstarts = 2027-05-01\nends = 2027-05-31\ntimezone = 'UTC'\ngoal = { reply_rate = 60 }\n", "60")],
    silent: &[File("[[campaign]]\nid = 'spring'\nquery = '#spring'\nstarts = 2027-05-01\nends = 2027-05-31\ntimezone = 'UTC'\ngoal = { mentions = 5000, reply_rate = 0.6 }\n")],
    untested: "",
};
