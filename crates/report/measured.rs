//! What the feed carries at all: a number it never carries is not measurable, not zero.

use mention::Counts;

use crate::tally::{Sum, Tally};

/// For each kind of number, why it cannot be known; absent where it can.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Measured {
    pub(crate) people: Option<&'static str>,
    pub(crate) reposts: Option<&'static str>,
    pub(crate) engagements: Option<&'static str>,
    pub(crate) impressions: Option<&'static str>,
    pub(crate) sentiment: Option<&'static str>,
    pub(crate) questions: Option<&'static str>,
}

impl Measured {
    /// Judges by everything the store answered: one mention that carries a number shows that the feed can.
    pub(crate) fn of(answers: &[Counts]) -> Self {
        let tallies: Vec<Tally<'_>> = answers.iter().map(Tally::of).collect();
        let any = |carries: &dyn Fn(&Tally<'_>) -> bool| tallies.iter().any(carries);
        let unless = |carried: bool, why: &'static str| (!carried).then_some(why);
        Self {
            people: unless(any(&|tally| tally.knows_people()), "no mention says who wrote it"),
            reposts: unless(
                any(&|tally| tally.has(|sum| sum.reposts)),
                "the feed carries no reposts",
            ),
            engagements: unless(
                any(&|tally| tally.has(|sum| sum.engagements)),
                "no mention carries likes, reposts, replies or quotes",
            ),
            impressions: unless(
                any(&|tally| tally.has(|sum| sum.impressions)),
                "no post carries its views",
            ),
            sentiment: unless(
                any(&|tally| tally.has(Sum::rated)),
                "no mention is rated, neither by its source nor by detection",
            ),
            questions: unless(
                any(&|tally| tally.has(|sum| sum.questions)),
                "no mention is known to ask something",
            ),
        }
    }
}
