//! Erasing a mention or a person, and keeping what is known of them from coming back.
//!
//! What was erased leaves a keyed hash. The key is the store's own, so that nobody can look a name up in it who has not
//! got the store; with the store in hand, a name can be tried, which is what it is for.

use std::collections::BTreeSet;
use std::fs::File;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{self, Read};
use std::path::Path;

use memchr::memmem::Finder;
use mention::{Author, Event, LedgerClass, Mention, What};
use xxhash_rust::xxh3::Xxh3Default;

use crate::arrival::Arrival;
use crate::ledger::Ledger;
use crate::person;

/// What is to be erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Erasure {
    /// One mention.
    Mention {
        /// Its platform.
        platform: String,
        /// Its id there.
        id: String,
    },
    /// A person, with all they have written.
    Author {
        /// The platform on which they write.
        platform: String,
        /// Their handle or the platform's own id of them.
        name: String,
    },
}

/// What was erased, and where traces of it are left in the store.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Erased {
    /// Mentions with their texts, tags and counts.
    pub mentions: u64,
    /// Samples of rejected records that held a name or an id of it.
    pub samples: u64,
    /// Places of the store in which it was looked for afterwards and found; there should be none.
    pub traces: Vec<String>,
}

/// What an erasure is about, as far as it is known by now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Subject {
    /// The platform.
    pub platform: String,
    /// Ids of mentions.
    pub ids: BTreeSet<String>,
    /// Whether those mentions are what is erased, not a person.
    pub by_id: bool,
    /// Keys of the person; see [`person`].
    pub people: BTreeSet<String>,
    /// Texts of the mentions, to look for afterwards.
    pub texts: BTreeSet<String>,
}

impl Subject {
    /// What is known of `erasure` before the store is looked at.
    pub(crate) fn of(erasure: &Erasure) -> Self {
        match erasure {
            Erasure::Mention { platform, id } => Self {
                platform: platform.clone(),
                ids: BTreeSet::from([id.clone()]),
                by_id: true,
                ..Self::default()
            },
            Erasure::Author { platform, name } => {
                let author = Author {
                    id: Some(name.clone()),
                    handle: Some(name.clone()),
                    ..Author::default()
                };
                let people = person::keys(platform, &author).into_iter().collect();
                Self { platform: platform.clone(), people, ..Self::default() }
            }
        }
    }

    /// Looks at a kept mention of the platform; `true` when it is to be erased and that was not known.
    pub(crate) fn meet(&mut self, mention: &Mention) -> bool {
        let keys = mention.author.as_ref().map(|author| person::keys(&self.platform, author));
        let keys = keys.unwrap_or_default();
        let theirs = !self.by_id && keys.iter().any(|key| self.people.contains(key));
        if !(theirs || self.by_id && self.ids.contains(&mention.id)) {
            return false;
        }
        self.texts.insert(mention.text.clone());
        let before = (self.ids.len(), self.people.len());
        self.ids.insert(mention.id.clone());
        if theirs {
            self.people.extend(keys);
        }
        before != (self.ids.len(), self.people.len())
    }

    /// What is left of it in the store, under the store's `key`.
    pub(crate) fn hashes(&self, key: i64) -> Vec<String> {
        let mentions = self.ids.iter().filter(|_| self.by_id);
        let mentions = mentions.map(|id| of_mention(key, &self.platform, id));
        let people = self.people.iter().map(|person| of_person(key, person));
        mentions.chain(people).map(|hash| format!("{hash:032x}")).collect()
    }

    /// Whether a rejected record holds a name or an id of it.
    pub(crate) fn is_in(&self, sample: &[u8]) -> bool {
        let names = self.people.iter().filter_map(|key| key.split_once(['#', '@']));
        let names = names.map(|(_, name)| name).chain(self.ids.iter().map(String::as_str));
        let sample = String::from_utf8_lossy(sample).to_lowercase();
        names.filter(|name| !name.is_empty()).any(|name| sample.contains(&name.to_lowercase()))
    }

    /// What must not be found in a file any more: keys of the person, and some of the texts.
    fn needles(&self) -> Vec<Needle<'_>> {
        /// Shorter texts are written by many.
        const TEXT_BYTES_MIN: usize = 24;
        /// Each is looked for in the whole file: some stand for all.
        const TEXTS_MAX: usize = 50;
        let people =
            self.people.iter().map(|key| Needle { key: Some(key), finder: Finder::new(key) });
        let texts = self.texts.iter().filter(|text| text.len() >= TEXT_BYTES_MIN);
        let texts = texts.map(|text| Needle { key: None, finder: Finder::new(text) });
        people.chain(texts.take(TEXTS_MAX)).collect()
    }
}

/// What is looked for in a file.
struct Needle<'a> {
    /// The key that it is, where it is no text.
    key: Option<&'a str>,
    finder: Finder<'a>,
}

impl Needle<'_> {
    /// Whether it stands there. A key must not go on: that of `kim` is no trace of her in that of `kimberly`.
    fn is_in(&self, bytes: &[u8]) -> bool {
        let goes_on =
            |byte: &u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'.' | b'-' | 0x80..);
        let behind = self.finder.needle().len();
        self.finder.find_iter(bytes).any(|at| {
            self.key.is_none() || bytes.get(at + behind).is_some_and(|next| !goes_on(next))
        })
    }

    fn name(&self) -> String {
        self.key.map_or_else(|| "the text of a mention".to_owned(), |key| format!("the key {key}"))
    }
}

/// A key of a store's own.
pub(crate) fn new_key() -> i64 {
    // The one source of chance that the standard library has.
    RandomState::new().build_hasher().finish().cast_signed() | 1
}

fn of_mention(key: i64, platform: &str, id: &str) -> u128 {
    hash(key, &["mention", platform, id])
}

fn of_person(key: i64, person: &str) -> u128 {
    hash(key, &["author", person])
}

fn hash(key: i64, parts: &[&str]) -> u128 {
    let mut hash = Xxh3Default::new();
    hash.update(&key.to_le_bytes());
    for part in parts {
        hash.update(part.as_bytes());
        hash.update(&[0]);
    }
    hash.digest128()
}

/// What was erased and must not come back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Suppressed {
    key: i64,
    hashes: BTreeSet<u128>,
}

impl Suppressed {
    /// With the hashes a store keeps, as [`Subject::hashes`] wrote them.
    pub(crate) fn new(key: i64, hashes: impl Iterator<Item = String>) -> Self {
        let hashes = hashes.filter_map(|hash| u128::from_str_radix(&hash, 16).ok());
        Self { key, hashes: hashes.collect() }
    }

    fn holds(&self, event: &Event) -> bool {
        let is_in = |hash| self.hashes.contains(&hash);
        let author = match &event.what {
            What::Posted { mention, .. } => mention.author.as_ref(),
            What::Deleted => None,
        };
        is_in(of_mention(self.key, &event.platform, &event.id))
            || author.is_some_and(|author| {
                let keys = person::keys(&event.platform, author);
                keys.iter().any(|key| is_in(of_person(self.key, key)))
            })
    }

    /// Takes out events of what was erased, and tells the ledger of them; gives the keys of their authors.
    pub(crate) fn drop_from(
        &self,
        arrivals: &mut Vec<Arrival<'_>>,
        ledger: &mut Ledger,
    ) -> Vec<String> {
        let mut authors = BTreeSet::new();
        if self.hashes.is_empty() {
            return Vec::new();
        }
        arrivals.retain(|arrival| {
            let erased = self.holds(arrival.event);
            if erased {
                ledger.add(arrival.record_at, LedgerClass::Erased);
                if let What::Posted { mention, .. } = &arrival.event.what
                    && let Some(author) = &mention.author
                {
                    let keys = person::keys(&arrival.event.platform, author);
                    authors.extend(
                        keys.into_iter()
                            .filter(|key| self.hashes.contains(&of_person(self.key, key))),
                    );
                }
            }
            !erased
        });
        authors.into_iter().collect()
    }
}

/// Which of the needles stand in a file, by their names.
pub(crate) fn found_in(path: &Path, subject: &Subject) -> io::Result<Vec<String>> {
    const BYTES: usize = 1 << 20;
    let needles = subject.needles();
    // One byte more, to see whether a key goes on behind it.
    let overlap = needles.iter().map(|needle| needle.finder.needle().len() + 1).max().unwrap_or(0);
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut found = BTreeSet::new();
    let (mut bytes, mut kept) = (vec![0; overlap + BYTES], 0);
    loop {
        let read = file.read(&mut bytes[kept..])?;
        // Behind the end of the file nothing goes on.
        let there = if read == 0 { kept + 1 } else { kept + read };
        if read == 0 {
            bytes[kept] = 0;
        }
        for needle in needles.iter().filter(|needle| needle.is_in(&bytes[..there])) {
            found.insert(format!("{} in {}", needle.name(), path.display()));
        }
        if read == 0 {
            return Ok(found.into_iter().collect());
        }
        kept = overlap.min(there);
        bytes.copy_within(there - kept..there, 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn post(id: &str, author: Option<(&str, &str)>) -> Mention {
        let author = author.map(|(id, handle)| Author {
            id: Some(id.to_owned()).filter(|id| !id.is_empty()),
            handle: Some(handle.to_owned()).filter(|handle| !handle.is_empty()),
            ..Author::default()
        });
        let published_at = Some(mention::Timestamp(0));
        Mention { platform: "x".into(), id: id.into(), author, published_at, ..Mention::default() }
    }

    #[test]
    fn a_person_is_known_by_every_name_that_is_met() {
        let erasure = Erasure::Author { platform: "x".into(), name: "@Kim".into() };
        let mut subject = Subject::of(&erasure);
        assert!(!subject.meet(&post("0", Some(("8", "ann")))));
        assert!(subject.meet(&post("1", Some(("7", "kim")))));
        assert!(subject.meet(&post("2", Some(("7", "kim_is_called_otherwise_now")))));
        assert!(!subject.meet(&post("2", Some(("7", "kim")))), "that was known");
        assert!(!subject.meet(&post("3", None)));
        assert_eq!(subject.ids, BTreeSet::from(["1".to_owned(), "2".to_owned()]));
        let suppressed = Suppressed::new(5, subject.hashes(5).into_iter());
        let holds = |mention| suppressed.holds(&Event::posted(mention, None).unwrap());
        assert!(holds(post("9", Some(("7", "")))) && holds(post("9", Some(("", "KIM")))));
        assert!(!holds(post("1", None)), "the id of a mention says nothing of its author");
        assert!(!holds(post("9", Some(("8", "ann")))));
        assert!(subject.is_in(b"{\"user\":\"KIM\"}") && !subject.is_in(b"{\"user\":\"ann\"}"));
    }

    #[test]
    fn a_mention_is_known_by_its_id_alone() {
        let erasure = Erasure::Mention { platform: "x".into(), id: "1".into() };
        let subject = Subject::of(&erasure);
        let suppressed = Suppressed::new(5, subject.hashes(5).into_iter());
        let holds = |mention| suppressed.holds(&Event::posted(mention, None).unwrap());
        assert!(holds(post("1", Some(("7", "kim")))) && !holds(post("2", Some(("7", "kim")))));
        let of_another_store = Suppressed::new(6, subject.hashes(5).into_iter());
        assert!(!of_another_store.holds(&Event::posted(post("1", None), None).unwrap()));
    }

    #[test]
    fn needles_are_found_wherever_they_stand() {
        let mut subject =
            Subject::of(&Erasure::Author { platform: "x".into(), name: "kim".into() });
        subject.texts.insert("a text that is long enough to be told".to_owned());
        let folder = std::env::temp_dir().join(format!("tagline-erase-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join("file");
        // Right across the place where one stretch ends and the next begins.
        for at in [0, 100, (1 << 20) - 3, (1 << 20) + 20] {
            for (key, behind, expected) in
                [("x#kim", 2 << 20, 1), ("x#kim", 0, 1), ("x#kimberly", 9, 0)]
            {
                let mut bytes = vec![b' '; at];
                bytes.extend(key.as_bytes());
                bytes.extend(vec![b' '; behind]);
                std::fs::write(&path, bytes).unwrap();
                assert_eq!(found_in(&path, &subject).unwrap().len(), expected, "{key} at {at}");
            }
        }
        std::fs::remove_dir_all(folder).unwrap();
    }
}
