//! Starts of keys: which of them a key begins with, behind a filter of their first bytes.
//!
//! Starts stand in groups by their head, their first four bytes or all if they have fewer. So a key is looked up once for
//! each length that heads have, most often in vain, and a group is searched by halves, however many starts share a head.

use std::collections::HashMap;

use crate::whole::{WholeKey, filter_place, slot_place};

/// Bytes of a start by which it is filtered and grouped.
const HEAD: usize = 4;

/// Slots for each group: where most are free, a head that is none of theirs ends at the first.
const SLOTS_A_GROUP: usize = 4;

/// Starts of keys, each with what is looked for behind it.
#[derive(Debug)]
pub(crate) struct Starts<T> {
    /// Sorted, so that groups stand together.
    entries: Vec<Start<T>>,
    /// The first bytes of each entry, to be compared as one number.
    firsts: Vec<u64>,
    /// A bit for some bits of the hash of each head.
    filter: Vec<u64>,
    /// The lengths that heads have, one bit each.
    lengths: u32,
    /// Open addressing; a free slot ends a run, and one stands at the end.
    groups: Vec<Group>,
    /// Slots that a hash may point to.
    places: usize,
}

/// A start.
#[derive(Debug)]
struct Start<T> {
    text: Box<str>,
    /// What is looked for behind it.
    behind: Box<[T]>,
    /// The longest other start of it within its group.
    parent: Option<u32>,
}

/// The starts that share a head.
#[derive(Clone, Copy, Debug, Default)]
struct Group {
    head: Head,
    from: u32,
    /// None in a free slot.
    count: u32,
}

/// The first bytes of a key as a number, with how many they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Head(u64);

impl Head {
    /// The first `length` of a key that begins with `bytes`, at most [`HEAD`].
    #[inline]
    fn new(bytes: u64, length: usize) -> Self {
        // A shift by all bits is none: the head of no bytes is taken off in two steps.
        Self((bytes >> 1 >> (63 - 8 * length)) << 8 | length as u64)
    }

    #[inline]
    fn hash(self) -> u64 {
        let product = self.0.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        product ^ product >> 32
    }
}

impl<T> Starts<T> {
    /// Puts `starts` in order.
    pub(crate) fn new(starts: HashMap<&str, Vec<T>>) -> Self {
        let mut sorted: Vec<_> = starts.into_iter().collect();
        sorted.sort_unstable_by_key(|&(text, _)| text);
        let mut entries: Vec<Start<T>> = Vec::with_capacity(sorted.len());
        for (text, behind) in sorted {
            let of_group = |above: &usize| head_of(&entries[*above].text) == head_of(text);
            let mut parent = entries.len().checked_sub(1).filter(of_group);
            while let Some(above) = parent.filter(|&above| !text.starts_with(&*entries[above].text))
            {
                parent = entries[above].parent.map(|above| above as usize);
            }
            let parent = parent.map(number);
            entries.push(Start { text: text.into(), behind: behind.into(), parent });
        }
        let firsts = entries.iter().map(|start| WholeKey::from(&*start.text).first_bytes());
        let mut starts = Self {
            firsts: firsts.collect(),
            filter: Vec::new(),
            lengths: 0,
            groups: Vec::new(),
            places: 0,
            entries,
        };
        starts.group();
        starts
    }

    /// Makes the filter and the table of groups.
    fn group(&mut self) {
        let same = |a: &Start<T>, b: &Start<T>| head_of(&a.text) == head_of(&b.text);
        let groups: Vec<_> = self.entries.chunk_by(same).collect();
        self.filter = vec![0; (groups.len() / 4).next_power_of_two()];
        self.places = SLOTS_A_GROUP * groups.len() + 1;
        self.groups = vec![Group::default(); self.places];
        let mut from = 0;
        for group in groups {
            let (head, length) = head_of(&group[0].text);
            self.lengths |= 1 << length;
            let (word, bit) = filter_place(head.hash(), self.filter.len());
            self.filter[word] |= bit;
            let mut at = slot_place(head.hash(), self.places);
            while self.groups.get(at).is_some_and(|group| group.count > 0) {
                at += 1;
            }
            // What finds no free slot before the end goes behind it.
            self.groups.resize(self.groups.len().max(at + 1), Group::default());
            self.groups[at] = Group { head, from, count: number(group.len()) };
            from += self.groups[at].count;
        }
        self.groups.push(Group::default());
        self.groups.shrink_to_fit();
    }

    /// Whether `key` may begin with a start: most do not, and this tells of nearly all of those.
    #[inline]
    pub(crate) fn may_start(&self, key: &WholeKey<'_>) -> bool {
        let mut passed = false;
        self.for_each_head(key, |head| {
            let (word, bit) = filter_place(head.hash(), self.filter.len());
            passed |= self.filter[word] & bit != 0;
        });
        passed
    }

    /// Hands over what is looked for behind each start of `key`, which reads `text`, with what follows that start.
    pub(crate) fn for_each(
        &self,
        key: &WholeKey<'_>,
        text: &str,
        mut found: impl FnMut(&str, &[T]),
    ) {
        self.for_each_head(key, |head| {
            let mut next = self.longest(head, key.first_bytes(), text);
            while let Some(at) = next {
                let start = &self.entries[at];
                if let Some(rest) = text.strip_prefix(&*start.text) {
                    found(rest, &start.behind);
                }
                next = start.parent.map(|above| above as usize);
            }
        });
    }

    /// The heads that starts of `key` have.
    #[inline]
    fn for_each_head(&self, key: &WholeKey<'_>, mut visit: impl FnMut(Head)) {
        let mut lengths = self.lengths & ((2 << key.len().min(HEAD)) - 1);
        while lengths != 0 {
            visit(Head::new(key.first_bytes(), lengths.trailing_zeros() as usize));
            lengths &= lengths - 1;
        }
    }

    /// The place of the last start with this head that does not stand behind `text`: if it begins with any of them, then with
    /// this one or its parents.
    fn longest(&self, head: Head, first: u64, text: &str) -> Option<usize> {
        let run = self.groups[slot_place(head.hash(), self.places)..].iter();
        let group = run.take_while(|group| group.count > 0).find(|group| group.head == head)?;
        let low = group.from as usize;
        let high = low + group.count as usize;
        let firsts = &self.firsts[low..high];
        let before = firsts.partition_point(|&start| start < first);
        let same = firsts[before..].partition_point(|&start| start == first);
        let starts = &self.entries[low + before..low + before + same];
        let before = before + starts.partition_point(|start| *start.text <= *text);
        before.checked_sub(1).map(|before| low + before)
    }
}

/// The head of a start and how many bytes it has.
fn head_of(text: &str) -> (Head, usize) {
    let length = text.len().min(HEAD);
    (Head::new(WholeKey::from(text).first_bytes(), length), length)
}

fn number(count: usize) -> u32 {
    u32::try_from(count).expect("terms have 32-bit numbers")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_begins_with_its_starts_and_no_others() {
        let mut texts: Vec<String> =
            ["", "d", "de", "del", "deliver", "delivery", "de\0", "日", "日本", "über", "\u{7f}"]
                .map(str::to_owned)
                .into();
        texts.extend((0..3_000).map(|number| format!("theme{number}")));
        texts.extend((0..600).map(|number| format!("{number}")));
        for known in [1, 3, texts.len()] {
            let starts = texts.iter().take(known);
            let starts = Starts::new(starts.map(|text| (text.as_str(), vec![text])).collect());
            for key in texts
                .iter()
                .flat_map(|text| ["", "\0", "x", "本"].map(|end| format!("{text}{end}")))
            {
                let whole = WholeKey::from(key.as_str());
                let mut found = Vec::new();
                starts.for_each(&whole, &key, |rest, behind| {
                    assert_eq!(format!("{}{rest}", behind[0]), key);
                    found.push(behind[0]);
                });
                let mut wanted: Vec<_> = texts
                    .iter()
                    .take(known)
                    .filter(|text| key.starts_with(text.as_str()))
                    .collect();
                assert!(wanted.is_empty() || starts.may_start(&whole), "{key}");
                found.sort_unstable();
                wanted.sort_unstable();
                assert_eq!(found, wanted, "{key}");
            }
        }
        let none: Starts<()> = Starts::new(HashMap::new());
        assert!(!none.may_start(&"delivery".into()));
    }
}
