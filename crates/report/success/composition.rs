//! What there is on page one while nothing is usual yet: by platform and language.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use mention::{Known, Lang, MentionsOf, Standing};

use super::Desk;
use crate::say::{say, word, words};
use crate::{Cell, Column, Kind, Part, Row, Section, Table};

/// The groups there are.
const PLATFORM: &str = word("Platform");
const LANGUAGE: &str = word("Language");

impl Desk<'_> {
    /// What there is, by platform and language.
    pub(super) fn composition(&self) -> Section {
        let mut parts: BTreeMap<(&str, String), u64> = BTreeMap::new();
        for count in self.counts.mentions.iter().filter(|count| *count.tag == *self.scope) {
            if count.dimensions.standing == Standing::Received {
                let lang = count
                    .dimensions
                    .lang
                    .map_or(say!("not known"), |lang| lang.as_str().to_owned());
                *parts.entry((PLATFORM, count.dimensions.platform.clone())).or_default() +=
                    count.mentions;
                *parts.entry((LANGUAGE, lang)).or_default() += count.mentions;
            }
        }
        let whole = self.sum().mentions;
        let mut sorted: Vec<(&(&str, String), &u64)> = parts.iter().collect();
        sorted.sort_by_key(|((group, name), mentions)| {
            (Reverse(*group), Reverse(**mentions), name.clone())
        });
        let row = |((group, name), mentions): &(&(&str, String), &u64)| {
            Row::new(vec![
                Cell::text(name),
                Cell::Count(**mentions),
                Cell::share(**mentions, whole, "nothing was received"),
            ])
            .grouped(&words(group))
            .of(self.part(group, name))
        };
        let columns = vec![
            Column::new("name", "", Kind::Text),
            Column::new("mentions", "mentions", Kind::Ranked).part(Part::All),
            Column::new("share", "share", Kind::Share),
        ];
        Section::new("What there is")
            .lead("What is usual is not known yet: that takes eight earlier periods. Until then, levels and where they come from.")
            .table(Table::new("composition", "By platform and language", columns, sorted.iter().map(row).collect()).grouped_by("by"))
    }

    /// What was received on a platform or in a language.
    fn part(&self, group: &str, name: &str) -> MentionsOf {
        let whole = self.request().received(self.scope);
        match group {
            PLATFORM => MentionsOf { platform: Some(name.to_owned()), ..whole },
            _ => {
                MentionsOf { lang: Some(Lang::parse(name).map_or(Known::Not, Known::Is)), ..whole }
            }
        }
    }
}
