//! `foreign-operator`: the sign belongs to another tool's language and is written differently here.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::ForeignOperator,
    name: "foreign-operator",
    severity: Severity::Error,
    text: "The sign belongs to another tool's language and is written differently here.",
    now: "The sign means nothing here, so the rule is refused.",
    meant: "What it means in the other tool.",
    write: "Write it as it is written here.",
    fires: &[
        Case::query("late && delivery", "&&").fixed("late AND delivery"),
        Case::query("late rating:>4", ">4").written("late rating:[4.1 TO 5]"),
        Case::query("late rating:>=4", ">=4").fixed("late rating:4.."),
        Case::query("late followers:>1000", ">1000").fixed("late followers:1001.."),
        Case::query("late followers>1000", "followers>1000").fixed("late followers:1001.."),
        Case::query("late rating<3", "rating<3").written("late rating:[1 TO 2]"),
        Case::query("late lang=en", "lang=en").fixed("late lang:en"),
        Case::query("late platform!=reddit", "platform!=reddit").fixed("late -platform:reddit"),
        Case::query("H & M", "&").written("\"H & M\""),
        Case::query("late | delivery", "|").fixed("late OR delivery"),
        Case::query("late NEAR5 delivery", "NEAR5").fixed("late NEAR/5 delivery"),
        Case::query("late NEAR:3 delivery", "NEAR:3").fixed("late NEAR/3 delivery"),
        Case::query("late NEAR\\5 delivery", "NEAR\\5").fixed("late NEAR/5 delivery"),
        Case::query("late W/5 delivery", "W/5").fixed("late NEAR/5 delivery"),
        Case::query("late PRE/3 delivery", "PRE/3").fixed("late NEAR/3f delivery"),
        Case::query("late ADJ delivery", "ADJ").fixed("late NEAR/0f delivery"),
        Case::query("late AND/OR lost", "AND/OR").fixed("late OR lost"),
        Case::query("late ANDNOT lost", "ANDNOT").fixed("late NOT lost"),
        Case::query("late XOR lost", "XOR").written("(late OR lost) -(late AND lost)"),
        Case::query("late /* ask Ana */ lost", "/* ask Ana */").fixed("late <<< ask Ana >>> lost"),
        Case::query("late /* ask Ana", "/* ask Ana").written("late <<< ask Ana >>>"),
        Case::query("acme !GDP", "!").written("acme {GDP}"),
        Case::query("acme !(jobs OR career)", "!").fixed("acme -(jobs OR career)"),
    ],
    silent: &[
        Query("W/5"),
        Query("\"AND/OR\""),
        Query("late \"xor\" lost"),
        Query("late AND delivery"),
        Query("late OR delivery"),
        Query("AT&T"),
        Query("late id=5"),
        Query("love>hate"),
    ],
    untested: "",
};
