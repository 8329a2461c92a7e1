//! Which preset fits records that nobody has named, and where fields stand in those that none fits.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

use super::preset::recognize;
use super::tree::Tree;
use super::{Preset, Slot, of_text};
use crate::Encoding;
use crate::form::{self, Form};
use crate::input::{Meter, broken, open_file};
use crate::sheet::meant_by;
use crate::source::SourceError;

/// What a look at the first records of a file gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guess {
    /// Records that were looked at.
    pub records: usize,
    /// How many of them each preset fits, the most first; native for those with our own fields.
    pub fits: Vec<(Preset, usize)>,
    /// Where fields stand, when no preset fits: what `[input.fields]` would say.
    pub fields: Vec<FieldGuess>,
}

/// A field and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldGuess {
    /// The field of the native format.
    pub field: &'static str,
    /// Names and places, parted by dots.
    pub path: String,
    /// A value from there, cut.
    pub sample: String,
}

impl Guess {
    /// The preset to read all of it with: the only one that fits, `auto` where several do, `generic` where none does.
    #[must_use]
    pub fn preset(&self) -> Preset {
        match &self.fits[..] {
            [] => Preset::Generic,
            [(only, _)] => *only,
            _ => Preset::Auto,
        }
    }
}

/// Bytes of a file that are looked at.
const BYTES_MAX: u64 = 4 << 20;
/// Records that are looked at.
const RECORDS_MAX: usize = 500;

/// Looks at the first records of the file at `path`, in an encoding that was told or is found out; `None`
/// for a table.
///
/// # Errors
///
/// As when it is opened to be read.
pub fn guess(path: &Path, encoding: Option<Encoding>) -> Result<Option<Guess>, SourceError> {
    let place = path.display().to_string();
    let opened = open_file(path, encoding, &Meter::default())?;
    let form = form::of(&place, &opened.head, opened.encoding, Preset::Auto)?;
    if !matches!(form, Form::Lines | Form::Document) {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    let read = opened.stream.take(BYTES_MAX).read_to_end(&mut bytes);
    read.map_err(|failed| broken(&place, failed))?;
    let text = String::from_utf8_lossy(&bytes);
    let text = text.trim_start_matches('\u{feff}');
    let records: Vec<Tree<'_>> = if form == Form::Document {
        Tree::read(text, &[]).into_iter().collect()
    } else {
        let lines = text.lines().filter(|line| !line.trim().is_empty());
        lines.filter_map(|line| Tree::read(line, &[]).ok()).take(RECORDS_MAX).collect()
    };
    Ok(Some(of(&records)))
}

fn of(records: &[Tree<'_>]) -> Guess {
    let mut counts: BTreeMap<Preset, usize> = BTreeMap::new();
    for record in records {
        if let Some(preset) =
            recognize(record).or_else(|| is_ours(record).then_some(Preset::Native))
        {
            *counts.entry(preset).or_default() += 1;
        }
    }
    let mut fits: Vec<(Preset, usize)> = counts.into_iter().collect();
    fits.sort_by_key(|(preset, count)| (Reverse(*count), *preset));
    let fields = if fits.is_empty() { fields(records) } else { Vec::new() };
    Guess { records: records.len(), fits, fields }
}

/// Whether a record has what one of ours must have.
fn is_ours(record: &Tree<'_>) -> bool {
    let any = |names: &[&str]| names.iter().any(|name| record.get(name).is_there());
    any(&["id"])
        && any(&["created_at", "published_at"])
        && any(&["text", "title", "rating", "media"])
        && !record.get("text").is_object()
}

/// A value of the records, by its path.
struct Leaf {
    path: String,
    sample: String,
    /// Characters of the longest.
    longest: usize,
    is_time: bool,
    is_count: bool,
}

/// Which field stands where: by the names people give, the surest first, where the values agree.
fn fields(records: &[Tree<'_>]) -> Vec<FieldGuess> {
    let mut leaves: Vec<Leaf> = Vec::new();
    for record in records {
        let record = record.items().first().unwrap_or(record);
        grow(record, "", &mut leaves);
    }
    let mut candidates = Vec::new();
    for (at, leaf) in leaves.iter().enumerate() {
        let depth = leaf.path.matches('.').count();
        for (order, slot, rank) in named(&leaf.path) {
            if agrees(slot, leaf) {
                candidates.push((order, rank, depth, at, slot));
            }
        }
    }
    candidates.sort_by_key(|&(order, rank, depth, at, _)| (order, rank, depth, at));
    let mut chosen: Vec<(Slot, usize)> = Vec::new();
    for (_, _, _, at, slot) in candidates {
        if !chosen.iter().any(|(known, taken)| *known == slot || *taken == at) {
            chosen.push((slot, at));
        }
    }
    wordiest(&leaves, &mut chosen);
    chosen.sort_unstable();
    let field = |(slot, at): (Slot, usize)| FieldGuess {
        field: slot.name(),
        path: leaves[at].path.clone(),
        sample: leaves[at].sample.clone(),
    };
    chosen.into_iter().map(field).collect()
}

/// The text is what has the longest values, where no name says it.
fn wordiest(leaves: &[Leaf], chosen: &mut Vec<(Slot, usize)>) {
    if chosen.iter().any(|(slot, _)| *slot == Slot::Text) {
        return;
    }
    let free = |at: &usize| !chosen.iter().any(|(_, taken)| taken == at);
    let wordy = |at: &usize| leaves[*at].sample.contains(' ') && !leaves[*at].is_time;
    let longest = (0..leaves.len()).filter(free).filter(wordy).max_by_key(|at| leaves[*at].longest);
    chosen.extend(longest.map(|at| (Slot::Text, at)));
}

fn grow(tree: &Tree<'_>, path: &str, leaves: &mut Vec<Leaf>) {
    const SAMPLE_CHARACTERS: usize = 40;
    if let Tree::Object(fields) = tree {
        for (key, value) in fields {
            let path = if path.is_empty() { key.to_string() } else { format!("{path}.{key}") };
            grow(value, &path, leaves);
        }
        return;
    }
    let Some(value) = tree.name() else { return };
    let is_time = time(tree, &value);
    let is_count = tree.number().is_some();
    let length = value.chars().count();
    if let Some(known) = leaves.iter_mut().find(|leaf| leaf.path == path) {
        known.longest = known.longest.max(length);
        known.is_time &= is_time;
        known.is_count &= is_count;
        return;
    }
    let sample = value.chars().take(SAMPLE_CHARACTERS).collect();
    leaves.push(Leaf { path: path.to_owned(), sample, longest: length, is_time, is_count });
}

/// Whether a value is a time somebody meant: a number only from 2001 on.
fn time(tree: &Tree<'_>, value: &str) -> bool {
    const SECONDS_FROM: u64 = 1_000_000_000;
    match tree.number() {
        Some(number) => number >= SECONDS_FROM,
        None => of_text(value, Some(&jiff::tz::TimeZone::UTC)).is_ok(),
    }
}

/// What the last names of a path mean: `user.id` is another thing than `id`.
fn named(path: &str) -> Vec<(usize, Slot, usize)> {
    let mut names = path.rsplit('.').filter(|name| name.parse::<usize>().is_err()).map(spaced);
    let last = names.next().unwrap_or_default();
    let both = names.next().map(|above| meant_by(&format!("{above} {last}"))).unwrap_or_default();
    if both.is_empty() { meant_by(&last) } else { both }
}

/// `createdAt` as `created At`.
fn spaced(name: &str) -> String {
    let mut out = String::new();
    let mut small = false;
    for character in name.chars() {
        if character.is_uppercase() && small {
            out.push(' ');
        }
        small = character.is_lowercase();
        out.push(character);
    }
    out
}

fn agrees(slot: Slot, leaf: &Leaf) -> bool {
    match slot {
        Slot::PublishedAt | Slot::UpdatedAt | Slot::ObservedAt => leaf.is_time,
        slot if slot.counts() => leaf.is_count,
        Slot::Text | Slot::Title | Slot::AuthorBio => !leaf.is_count && !leaf.is_time,
        _ => true,
    }
}
