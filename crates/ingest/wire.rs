//! Bytes of one record into what it says: an event, nothing, or the reason why not.

mod app_store;
#[cfg(feature = "registry")]
mod avro;
mod bluesky;
mod build;
mod discord;
mod generic;
mod google_play;
mod guess;
mod html;
mod mastodon;
mod native;
mod preset;
mod read;
mod reddit;
mod slot;
#[cfg(feature = "kafka")]
mod tagged;
#[cfg(test)]
mod tests;
mod time;
mod tree;
mod x_activity;
mod x_v1;
mod x_v2;
mod youtube;

use std::borrow::Cow;

use jiff::tz::TimeZone;
use mention::{Content, Limits, Reject, RejectReason, Timestamp};

#[cfg(feature = "registry")]
pub(crate) use avro::AvroSchema;
pub(crate) use build::build;
pub use generic::Mapping;
pub use guess::{FieldGuess, Guess, guess};
pub use preset::Preset;
use preset::Said;
pub(crate) use slot::{Raw, Slot, Slots};
#[cfg(feature = "kafka")]
pub(crate) use tagged::write as write_tagged;
pub(crate) use time::{of_civil, of_text};
use tree::Tree;

/// How records are read.
#[derive(Clone, Debug)]
pub struct DecodeOptions {
    /// The format of the records.
    pub preset: Preset,
    /// Where fields stand in records of [`Preset::Generic`].
    pub mapping: Mapping,
    /// What a record must carry.
    pub needs: Needs,
    /// The platform of records that name none.
    pub platform: String,
    /// Times after this one are rejected: now and a tolerance.
    pub latest_at: Timestamp,
    /// When the figures of records were taken that state no time of their own for that; a later one wins.
    pub as_of: Option<Timestamp>,
    /// The zone of times that state none; such times are rejected when absent.
    pub zone: Option<TimeZone>,
    /// What a record may weigh.
    pub limits: Limits,
}

impl DecodeOptions {
    /// Strict reading for a run at `now`.
    #[must_use]
    pub fn at(now: Timestamp) -> Self {
        Self {
            preset: Preset::Native,
            mapping: Mapping::default(),
            needs: Needs::IdAndTime,
            platform: "file".to_owned(),
            as_of: None,
            latest_at: Self::latest(now),
            zone: None,
            limits: Limits::default(),
        }
    }

    /// Strict about nothing but form, for `tag`, which counts nothing and so needs neither id nor time.
    #[must_use]
    pub fn lenient(now: Timestamp) -> Self {
        Self { needs: Needs::Text, ..Self::at(now) }
    }

    /// The latest time that is believed at `now`: a day ahead, because a forgotten zone is up to 14 hours off.
    #[must_use]
    pub const fn latest(now: Timestamp) -> Timestamp {
        Timestamp(now.0.saturating_add(24 * 60 * 60 * 1_000))
    }
}

/// What a record must carry to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// An id and a time, because it is counted.
    IdAndTime,
    /// Words or something to look at; without an id it is `""`, without a time its event is of 1970 while
    /// the mention's own time stays absent, and deletions are ignored.
    Text,
}

/// Reads one record, which says one thing: in the format of `options.preset`, of which the native is described below.
///
/// `record_at` is the record's own timestamp, the version of a mention that states none. Blank input is
/// [`Content::Ignored`], a record with several mentions is rejected as a listing. Of a field given twice the last counts.
///
/// # Cost
///
/// One pass; a few allocations a record, one a text and one a custom field. [`Preset::Auto`] reads twice.
///
#[doc = include_str!("native.md")]
#[must_use]
pub fn decode(bytes: &[u8], record_at: Option<Timestamp>, options: &DecodeOptions) -> Content {
    let mut first = None;
    let mut mentions: u64 = 0;
    decode_each(bytes, record_at, options, &mut |content| {
        mentions += 1;
        first.get_or_insert(content);
    });
    if mentions > 1 {
        let detail = format!(
            "the record holds {mentions} posts and can count only once; write one post a record, or read it from a file"
        );
        return reject(Problem::new(RejectReason::Listing, detail), bytes);
    }
    first.unwrap_or(Content::Ignored)
}

/// As [`decode`], of a record in our own format, whatever the preset.
#[cfg(feature = "kafka")]
pub(crate) fn decode_native(
    bytes: &[u8],
    record_at: Option<Timestamp>,
    options: &DecodeOptions,
) -> Content {
    decode(bytes, record_at, &DecodeOptions { preset: Preset::Native, ..options.clone() })
}

/// As [`decode`], of a record that may say several things: a page of search results, a tree of comments. Each is told
/// in its order; a record about no mention is told as one [`Content::Ignored`].
pub fn decode_each(
    bytes: &[u8],
    record_at: Option<Timestamp>,
    options: &DecodeOptions,
    each: &mut dyn FnMut(Content),
) {
    if bytes.len() > options.limits.record_bytes_max {
        return each(reject(Problem::too_large(bytes.len() as u64, options), bytes));
    }
    decode_all(bytes, record_at, options, each);
}

/// The text that `json` is; all of it where it is something else.
#[cfg(feature = "kafka")]
pub(crate) fn bare(json: &str) -> Cow<'_, str> {
    match Tree::read(json, &[]) {
        Ok(Tree::Text(text)) => text,
        _ => json.into(),
    }
}

/// As [`decode_each`], whatever the size.
pub(crate) fn decode_all(
    bytes: &[u8],
    record_at: Option<Timestamp>,
    options: &DecodeOptions,
    each: &mut dyn FnMut(Content),
) {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.trim_matches(['\u{feff}', ' ', '\t', '\r', '\n']),
        Err(wrong) => return each(reject(Problem::not_utf8(bytes, wrong.valid_up_to()), bytes)),
    };
    if text.is_empty() {
        return each(Content::Ignored);
    }
    let mut told = false;
    let said = with(text, options, &mut |said| match said {
        Said::Nothing => {}
        Said::Mention(slots) => {
            told = true;
            each(
                build(slots, record_at, options)
                    .unwrap_or_else(|problem| reject(problem.of(options.preset), bytes)),
            );
        }
        Said::Problem(problem) => {
            told = true;
            each(reject(problem.of(options.preset), bytes));
        }
    });
    match said {
        Err(problem) => each(reject(problem, bytes)),
        Ok(()) if told => {}
        Ok(()) => each(Content::Ignored),
    }
}

/// Says what stands in `text`, in the format of the options.
fn with(text: &str, options: &DecodeOptions, each: &mut preset::Each<'_>) -> Result<(), Problem> {
    let preset = match options.preset {
        Preset::Auto => preset::recognize(&Tree::read(text, &[])?).unwrap_or(Preset::Native),
        preset => preset,
    };
    if let Some(shape) = preset.shape() {
        (shape.read)(&Tree::read(text, shape.passed_over)?, each);
    } else if preset == Preset::Generic {
        let record = Tree::read(text, &[])?;
        match &record {
            Tree::List(items) => {
                for item in items {
                    each(Said::Mention(options.mapping.slots(item)));
                }
            }
            record => each(Said::Mention(options.mapping.slots(record))),
        }
    } else {
        each(Said::Mention(native::read(text)?));
    }
    Ok(())
}

/// The reject for a record of `bytes` bytes that was passed over; `beginning` is what is left of it.
pub(crate) fn too_large(bytes: u64, beginning: &[u8], options: &DecodeOptions) -> Content {
    reject(Problem::too_large(bytes, options), beginning)
}

/// The reject for bytes that are not UTF-8.
pub(crate) fn not_utf8(bytes: &[u8]) -> Content {
    let at = std::str::from_utf8(bytes).map_or_else(|wrong| wrong.valid_up_to(), |_| 0);
    reject(Problem::not_utf8(bytes, at), bytes)
}

/// Whether `bytes` are the beginning of a JSON text that goes on.
pub(crate) fn cut_short(bytes: &[u8]) -> bool {
    serde_json::from_slice::<serde::de::IgnoredAny>(bytes).is_err_and(|wrong| wrong.is_eof())
}

/// Why a record cannot be read, before its bytes are sampled.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) reason: RejectReason,
    pub(crate) detail: String,
}

impl Problem {
    pub(crate) fn new(reason: RejectReason, detail: impl Into<String>) -> Self {
        Self { reason, detail: detail.into() }
    }

    pub(crate) fn too_large(bytes: u64, options: &DecodeOptions) -> Self {
        let max = options.limits.record_bytes_max;
        let detail = format!(
            "the record has {bytes} bytes, {max} are allowed; write one post a line, and attachments as links"
        );
        Self::new(RejectReason::TooLarge, detail)
    }

    /// The same, saying as what the record was read.
    fn of(mut self, preset: Preset) -> Self {
        if preset != Preset::Native {
            self.detail.insert_str(0, &format!("read as {}: ", preset.name()));
        }
        if preset == Preset::XV2 && self.reason == RejectReason::MissingTime {
            self.detail.push_str(", by asking X for tweet.fields=created_at");
        }
        self
    }

    fn not_utf8(bytes: &[u8], at: usize) -> Self {
        let detail = format!(
            "byte {} of the record is 0x{:02x}, which is not UTF-8; save the data as UTF-8",
            at + 1,
            bytes[at]
        );
        Self::new(RejectReason::InvalidUtf8, detail)
    }
}

/// Bytes of a rejected record that are kept.
const SAMPLE_BYTES_MAX: usize = 500;

pub(crate) fn reject(problem: Problem, bytes: &[u8]) -> Content {
    let sample = bytes[..bytes.len().min(SAMPLE_BYTES_MAX)].to_vec();
    Content::Rejected(Reject { reason: problem.reason, detail: problem.detail, sample })
}

/// `text` in quotes, cut to what fits a message.
pub(crate) fn quoted(text: &str) -> Cow<'_, str> {
    const CHARACTERS_MAX: usize = 60;
    match text.char_indices().nth(CHARACTERS_MAX) {
        Some((end, _)) => format!("\"{}…\"", &text[..end]).into(),
        None => format!("\"{text}\"").into(),
    }
}
