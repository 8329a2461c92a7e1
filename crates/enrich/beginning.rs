//! Which words a list may hold, told by how they begin and how long they are: most words of a text are in no list, and
//! need not be looked for.

/// How many kinds of beginnings are told apart.
const KINDS: usize = 2_048;

/// Of each kind of beginning, for each of some lists, one bit for each length in bytes that a word of the list has; of 31
/// and more the last.
#[derive(Debug)]
pub(crate) struct Beginnings<const LISTS: usize>(Vec<[u32; LISTS]>);

impl<const LISTS: usize> Default for Beginnings<LISTS> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<const LISTS: usize> Beginnings<LISTS> {
    /// Takes a word of the list number `list` in.
    pub(crate) fn add(&mut self, list: usize, word: &str) {
        self.0.resize(KINDS, [0; LISTS]);
        self.0[kind(word)][list] |= bit(word.len());
    }

    /// The lengths, a bit each, of the words in each list that may begin as `word` does; for ASCII letters in either case.
    #[inline]
    pub(crate) fn lengths(&self, word: &str) -> [u32; LISTS] {
        self.0.get(kind(word)).copied().unwrap_or([0; LISTS])
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
pub(crate) fn bit(length: usize) -> u32 {
    1 << length.min(31)
}
