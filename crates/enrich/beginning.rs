//! Which words a list may hold, told by how they begin and how long they are: most words of a text are in no list, and
//! need not be looked for.

/// How many kinds of beginnings are told apart.
const KINDS: usize = 2_048;

/// Of each kind of beginning one bit for each length in bytes that a word of the list has; of 31 and more the last.
#[derive(Debug, Default)]
pub(crate) struct Beginnings(Vec<u32>);

impl Beginnings {
    /// Takes a word of the list in.
    pub(crate) fn add(&mut self, word: &str) {
        self.0.resize(KINDS, 0);
        self.0[kind(word)] |= bit(word.len());
    }

    /// The lengths, a bit each, of the words in the list that may begin as `word` does.
    pub(crate) fn lengths(&self, word: &str) -> u32 {
        self.0.get(kind(word)).copied().unwrap_or_default()
    }

    /// Whether the list may hold `word`; for ASCII letters in either case.
    pub(crate) fn may_hold(&self, word: &str) -> bool {
        self.lengths(word) & bit(word.len()) != 0
    }
}

/// The kind of a word: by its first two bytes, so that a word has the kind of its stems.
fn kind(word: &str) -> usize {
    match *word.as_bytes() {
        [first, second, ..] => {
            (usize::from(first | 0x20) << 6 ^ usize::from(second | 0x20)) % KINDS
        }
        _ => 0,
    }
}

/// The bit of a length in bytes.
fn bit(length: usize) -> u32 {
    1 << length.min(31)
}
