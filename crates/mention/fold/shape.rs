//! What single characters are to their clusters and to words, remembered: a text uses few of them, and each takes
//! many tables to look up.

use unicode_segmentation::UnicodeSegmentation as _;

use super::letter::Letter;
use crate::character::{self, Class};

/// What a character is, as far as it can be said without the characters beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shape {
    /// How it makes clusters with what stands beside.
    pub joins: Joins,
    /// The class of the cluster it is on its own.
    pub class: Class,
    /// Whether a cluster that it opens has that class whatever marks follow.
    pub settled: bool,
    /// Whether it is its own key, exact and bare, beside any others of which this is true.
    pub itself: bool,
}

/// How a character makes clusters with what stands beside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Joins {
    /// It opens a cluster, which holds the marks that follow it and nothing else.
    Base,
    /// It belongs to the cluster of any base before it.
    Mark,
    /// That depends: conjoining jamo, joiners, flags, conjuncts of India, controls.
    Depends,
}

impl Shape {
    /// Asks the tables about `c`.
    fn new(c: char) -> Self {
        let class = character::class(c.encode_utf8(&mut [0; 4]));
        let settled = match class {
            Class::Word(_) => c.is_alphabetic() && c != 'ℹ',
            Class::Emoji => !matches!(c, '©' | '®' | '™' | 'ℹ'),
            Class::Gap | Class::Nothing => false,
        };
        Self { joins: Joins::of(c), class, settled, itself: Letter::new(c).is_itself() }
    }
}

impl Joins {
    fn of(c: char) -> Self {
        // Latin letters, `×` and `÷`.
        if matches!(c, '\u{C0}'..='\u{27F}') {
            return Self::Base;
        }
        let clusters =
            |around: &[&str]| around.join(c.encode_utf8(&mut [0; 4])).graphemes(true).count();
        let opens = clusters(&["a", ""]) == 2;
        let closes = clusters(&["", "a"]) == 2;
        let apart = clusters(&["", "", ""]) == 2;
        let takes_marks = clusters(&["", "\u{301}"]) == 1;
        let no_conjunct = clusters(&["", "\u{94D}", ""]) == 2;
        let no_joiner = clusters(&["😀", "😀"]) == if opens { 3 } else { 2 };
        match (opens, closes && no_joiner) {
            (true, true) if apart && takes_marks && no_conjunct => Self::Base,
            (false, true) => Self::Mark,
            _ => Self::Depends,
        }
    }
}

/// Characters whose shapes are remembered together.
const PAGE: usize = 256;

/// The shapes of the characters met so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Shapes {
    pages: Vec<Option<Box<[Option<Shape>; PAGE]>>>,
}

impl Shapes {
    /// The shape of `c`.
    pub(super) fn of(&mut self, c: char) -> Shape {
        let (page, place) = (c as usize / PAGE, c as usize % PAGE);
        match self.pages.get(page) {
            Some(Some(page)) if let Some(shape) = page[place] => shape,
            _ => self.learn(c),
        }
    }

    #[cold]
    fn learn(&mut self, c: char) -> Shape {
        let (page, place) = (c as usize / PAGE, c as usize % PAGE);
        if self.pages.len() <= page {
            self.pages.resize(page + 1, None);
        }
        let page = self.pages[page].get_or_insert_with(|| Box::new([None; PAGE]));
        *page[place].insert(Shape::new(c))
    }
}
