//! A few words of a mention, for lists.

use mention::{Kept, Kind};

use crate::say::say;
use crate::{Cell, Zone};

/// Characters shown of a text.
const CHARACTERS_MAX: usize = 160;

/// What a list shows of a mention; many may be kept until it is known which are shown.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Excerpt {
    /// When it was published.
    pub(crate) at: mention::Timestamp,
    pub(crate) platform: Box<str>,
    pub(crate) id: Box<str>,
    text: Box<str>,
    permalink: Option<Box<str>>,
}

impl Excerpt {
    /// The beginning of its title and text; of a direct message only that it is one.
    pub(crate) fn of(kept: &Kept<'_>) -> Self {
        let mention = kept.mention;
        let text = match &mention.title {
            Some(title) => format!("{title} · {}", mention.text),
            None => mention.text.clone(),
        };
        let words: Vec<&str> = text.split_whitespace().collect();
        let text = crate::quieted(&words.join(" "));
        let text = match text.char_indices().nth(CHARACTERS_MAX) {
            _ if mention.kind == Kind::Direct => say!("(a direct message)"),
            Some((end, _)) => format!("{}…", &text[..end]),
            None => text,
        };
        Self {
            at: kept.published_at,
            platform: mention.platform.as_str().into(),
            id: mention.id.as_str().into(),
            text: text.into(),
            permalink: mention.permalink.as_deref().map(Box::from),
        }
    }

    /// The text, leading to the post where that is known.
    pub(crate) fn cell(&self) -> Cell {
        Cell::link(self.text.to_string(), self.permalink.as_deref())
    }

    /// When, in the report's zone: `Mon 9 Nov 14:05`.
    pub(crate) fn when(&self, zone: &Zone) -> Cell {
        let wall = zone.wall(self.at);
        let day = crate::series::day_label(wall.date());
        Cell::text(format!("{day} {:02}:{:02}", wall.hour(), wall.minute()))
    }
}
