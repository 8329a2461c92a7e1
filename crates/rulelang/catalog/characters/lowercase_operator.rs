//! `lowercase-operator`: operators count only in capitals and in English: `and`, `or`, `not`, `near`, `oder` and `ou` are words to be found in the text.

use crate::catalog::Source::Query;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::LowercaseOperator,
    name: "lowercase-operator",
    severity: Severity::Warning,
    text: "Operators count only in capitals and in English: `and`, `or`, `not`, `near`, `oder` and `ou` are words to be found in the text.",
    now: "The word is looked for in the post like any other, so a post must contain it.",
    meant: "The operator.",
    write: "Write the operator in capitals and in English. If the word itself is meant, put it in quotes.",
    fires: &[
        Case::query("delivery or shipping", "or").fixed("delivery OR shipping"),
        Case::query("parcel and late", "and").fixed("parcel AND late"),
        Case::query("parcel ODER paket", "ODER").fixed("parcel OR paket"),
        Case::query("parcel not (late OR lost)", "not").fixed("parcel NOT (late OR lost)"),
        Case::query("(parcel OR delivery) not late", "not").fixed("(parcel OR delivery) NOT late"),
        Case::query("parcel near3 late", "near3").fixed("parcel NEAR/3 late"),
        Case::query("parcel w/5 late", "w/5").fixed("parcel NEAR/5 late"),
        Case::query("parcel near 5 late", "near 5").fixed("parcel NEAR/5 late"),
        Case::query("parcel oder paket", "oder").fixed("parcel OR paket"),
        Case::query("parcel lang:en or lang:fr", "or").written("parcel (lang:en OR lang:fr)"),
        Case::query("\"parcel\" oppure \"late\"", "oppure").fixed("\"parcel\" OR \"late\""),
        Case::query("\"parcel\" near \"late\"", "near").written("\"parcel\" NEAR/5 \"late\""),
        Case::query("(parcel OR box) near (late OR lost)", "near")
            .written("(parcel OR box) NEAR/5 (late OR lost)"),
        Case::query("\"colis\" et \"retard\"", "et").fixed("\"colis\" AND \"retard\""),
        Case::query("@acme o @bolt", "o").fixed("@acme OR @bolt"),
        Case::query("acme BUT NOT jobs", "BUT").fixed("acme AND NOT jobs"),
        Case::query("acme WITHOUT jobs", "WITHOUT").fixed("acme NOT jobs"),
        Case::query("colis ou paquet", "ou").fixed("colis OR paquet"),
        Case::query("parcel ОR paket", "ОR").fixed("parcel OR paket"),
    ],
    silent: &[
        Query("delivery OR shipping"),
        Query(r#""black or white""#),
        Query(r#"delivery "or" shipping"#),
        Query("ORANGE juice"),
        Query("parcel not arrived"),
        Query("colis et retard"),
        Query("parcel without stamp but intact"),
        Query("coffee w/ milk"),
        Query("hotel near 5th avenue"),
        Query("\"now oder never\""),
        Query("oder neisse"),
        Query("РОДИНА OR мама"),
    ],
    untested: "",
};
