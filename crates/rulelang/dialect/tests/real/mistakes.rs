//! Published queries without a finding, each broken in the ways people break them: every break is told, where it is.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;

use super::{family, findings, published};
use crate::Severity;
use crate::dialect::scan::{Kind, Piece, pieces};

/// A way to break a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Mistake {
    OpeningBracketLost,
    ClosingBracketLost,
    OpeningQuoteLost,
    ClosingQuoteLost,
    CurlyQuotes,
    LowercaseOr,
    AndOr,
    OperatorAtTheEnd,
    BlankAfterColon,
    DashForMinus,
    BlankAfterMinus,
    NearWithoutNumber,
    LowercaseAnd,
    LowercaseNear,
    OrTwice,
    CommaForOr,
    SingleQuotes,
    SquareBrackets,
    BlankBeforeColon,
}

impl Mistake {
    const ALL: [Self; 19] = [
        Self::OpeningBracketLost,
        Self::ClosingBracketLost,
        Self::OpeningQuoteLost,
        Self::ClosingQuoteLost,
        Self::CurlyQuotes,
        Self::LowercaseOr,
        Self::AndOr,
        Self::OperatorAtTheEnd,
        Self::BlankAfterColon,
        Self::DashForMinus,
        Self::BlankAfterMinus,
        Self::NearWithoutNumber,
        Self::LowercaseAnd,
        Self::LowercaseNear,
        Self::OrTwice,
        Self::CommaForOr,
        Self::SingleQuotes,
        Self::SquareBrackets,
        Self::BlankBeforeColon,
    ];

    /// The code that tells it.
    fn code(self) -> &'static str {
        match self {
            Self::OpeningBracketLost | Self::ClosingBracketLost => "unbalanced-bracket",
            Self::OpeningQuoteLost | Self::ClosingQuoteLost => "unbalanced-quote",
            Self::CurlyQuotes => "smart-quotes",
            Self::LowercaseOr | Self::LowercaseAnd | Self::LowercaseNear => "lowercase-operator",
            Self::CommaForOr => "comma-list",
            Self::SingleQuotes => "single-quotes",
            Self::SquareBrackets => "foreign-operator",
            Self::BlankBeforeColon => "space-before-colon",
            Self::AndOr | Self::OrTwice | Self::OperatorAtTheEnd | Self::NearWithoutNumber => {
                "dangling-operator"
            }
            Self::BlankAfterColon => "space-after-colon",
            Self::DashForMinus => "smart-dash",
            Self::BlankAfterMinus => "space-negation",
        }
    }

    /// The query with the mistake made at piece `at`, and where it is to be told; `None` if it cannot be made there.
    fn made(self, query: &str, all: &[Piece], at: usize) -> Option<(String, Range<usize>)> {
        let piece = &all[at];
        match piece.kind {
            Kind::Open | Kind::Close => self.in_brackets(query, all, at),
            Kind::Phrase => self.in_quotes(query, &piece.span),
            Kind::Field | Kind::Minus => self.at_sign(query, piece),
            Kind::Word if piece.field.is_none() => self.in_operator(query, &piece.span),
            _ => None,
        }
        .or_else(|| {
            let ends = self == Self::OperatorAtTheEnd && at + 1 == all.len();
            ends.then(|| (format!("{query} OR"), query.len() + 1..query.len() + 3))
        })
    }

    /// Nobody knows which bracket of those around it was lost: it is to be told at one of them.
    fn in_brackets(self, query: &str, all: &[Piece], at: usize) -> Option<(String, Range<usize>)> {
        let span = all[at].span.clone();
        match (self, all[at].kind) {
            (Self::OpeningBracketLost, Kind::Open) => {
                let (_, close) = outermost(all, at)?;
                Some((put(query, span.clone(), ""), span.start..all[close].span.start))
            }
            (Self::ClosingBracketLost, Kind::Close) => {
                let (open, _) = outermost(all, at)?;
                Some((put(query, span.clone(), ""), all[open].span.start..span.start))
            }
            (Self::SquareBrackets, Kind::Open) => {
                let broken = put(query, all[partner(all, at)?].span.clone(), "]");
                Some((put(&broken, span.clone(), "["), span))
            }
            _ => None,
        }
    }

    fn in_quotes(self, query: &str, span: &Range<usize>) -> Option<(String, Range<usize>)> {
        let text = &query[span.clone()];
        let inside = text.strip_prefix('"')?.strip_suffix('"')?;
        let place = span.start..span.end - 1;
        match self {
            Self::OpeningQuoteLost => Some((put(query, span.start..span.start + 1, ""), place)),
            Self::ClosingQuoteLost => Some((put(query, span.end - 1..span.end, ""), place)),
            Self::CurlyQuotes => Some((put(query, span.clone(), &format!("“{inside}”")), place)),
            Self::SingleQuotes if inside.contains(' ') => {
                Some((put(query, span.clone(), &format!("'{inside}'")), place))
            }
            _ => None,
        }
    }

    fn at_sign(self, query: &str, piece: &Piece) -> Option<(String, Range<usize>)> {
        let span = piece.span.clone();
        let after = |sign: usize, new: &str| put(query, sign..sign, new);
        let broken = match (self, piece.kind) {
            (Self::BlankAfterColon, Kind::Field) | (Self::BlankAfterMinus, Kind::Minus) => {
                after(span.end, " ")
            }
            (Self::BlankBeforeColon, Kind::Field) => after(span.end - 1, " "),
            (Self::DashForMinus, Kind::Minus) => put(query, span.clone(), "–"),
            _ => return None,
        };
        Some((broken, span.start..span.end + 1))
    }

    fn in_operator(self, query: &str, span: &Range<usize>) -> Option<(String, Range<usize>)> {
        let text = &query[span.clone()];
        let written = match (self, text) {
            (Self::LowercaseOr, "OR") | (Self::LowercaseAnd, "AND") => text.to_lowercase(),
            (Self::AndOr, "AND" | "OR") => "AND OR".to_owned(),
            (Self::OrTwice, "OR") => "OR OR".to_owned(),
            (Self::NearWithoutNumber, near) if near.starts_with("NEAR/") => "NEAR".to_owned(),
            (Self::LowercaseNear, near) if near.starts_with("NEAR/") => near.to_lowercase(),
            (Self::CommaForOr, "OR") => {
                let start = query[..span.start].trim_end().len();
                return Some((put(query, start..span.end, ","), start..start + 1));
            }
            _ => return None,
        };
        let place = span.start..span.start + written.len();
        Some((put(query, span.clone(), &written), place))
    }
}

fn put(query: &str, span: Range<usize>, new: &str) -> String {
    let mut broken = query.to_owned();
    broken.replace_range(span, new);
    broken
}

/// The bracket that closes what bracket `open` opens.
fn partner(all: &[Piece], open: usize) -> Option<usize> {
    let mut depth = 0_i32;
    for (at, piece) in all.iter().enumerate().skip(open) {
        depth += match piece.kind {
            Kind::Open => 1,
            Kind::Close => -1,
            _ => 0,
        };
        if depth == 0 {
            return (at > open).then_some(at);
        }
    }
    None
}

/// The widest pair of brackets that holds piece `at`, or that it is one of.
fn outermost(all: &[Piece], at: usize) -> Option<(usize, usize)> {
    (0..=at).find_map(|open| {
        let close = partner(all, open).filter(|_| all[open].kind == Kind::Open)?;
        (close >= at).then_some((open, close))
    })
}

/// What became of a mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    /// Told by its code where it is.
    Told,
    /// Told by its code, elsewhere.
    Elsewhere,
    /// Something else was told.
    Otherwise,
    /// Nothing was told.
    Silent,
}

impl Outcome {
    const ALL: [Self; 4] = [Self::Told, Self::Elsewhere, Self::Otherwise, Self::Silent];
}

fn outcome(mistake: Mistake, broken: &str, place: &Range<usize>) -> Outcome {
    let found = findings(broken);
    let near = |span: &Range<usize>| span.start <= place.end && place.start <= span.end;
    let told: Vec<_> = found.iter().filter(|found| found.code.name() == mistake.code()).collect();
    if told.iter().any(|found| near(&found.span)) {
        Outcome::Told
    } else if !told.is_empty() {
        Outcome::Elsewhere
    } else if !found.is_empty() {
        Outcome::Otherwise
    } else {
        Outcome::Silent
    }
}

/// Numbers that look like chance and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, count: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % count
    }
}

/// Times each mistake is made in one query at most.
const TIMES: usize = 3;

/// What is not told where it is, of a hundred mistakes, at most.
const MISSED_OF_HUNDRED: usize = 1;

#[test]
fn each_mistake_in_a_published_query_is_told_where_it_is() {
    let Some(all) = published() else { return };
    let mut dice = Dice(20_261_122);
    let mut table: BTreeMap<(Mistake, Outcome), usize> = BTreeMap::new();
    let mut missed = String::new();
    let (mut queries, mut made) = (0, 0);
    for published in all.iter().filter(|published| family(&published.dialect).is_some()) {
        let query = published.query.as_str();
        if findings(query).iter().any(|found| found.severity != Severity::Info) {
            continue;
        }
        queries += 1;
        let cut = pieces(query);
        for mistake in Mistake::ALL {
            let places = (0..cut.len()).filter_map(|at| mistake.made(query, &cut, at));
            let mut broken: Vec<_> = places.collect();
            for _ in 0..TIMES.min(broken.len()) {
                let (broken, place) = broken.swap_remove(dice.below(broken.len()));
                let outcome = outcome(mistake, &broken, &place);
                made += 1;
                *table.entry((mistake, outcome)).or_default() += 1;
                if outcome != Outcome::Told {
                    writeln!(missed, "{mistake:?} {outcome:?} {} {broken}", published.id).unwrap();
                }
            }
        }
    }
    let count = |mistake: Mistake, outcome| table.get(&(mistake, outcome)).copied().unwrap_or(0);
    let sum = |outcome| Mistake::ALL.iter().map(|mistake| count(*mistake, outcome)).sum::<usize>();
    for mistake in Mistake::ALL {
        let of = Outcome::ALL.map(|outcome| count(mistake, outcome));
        eprintln!(
            "{mistake:?}: told {}, elsewhere {}, otherwise {}, silent {}",
            of[0], of[1], of[2], of[3]
        );
        assert!(of.iter().sum::<usize>() > 0, "{mistake:?} was never made");
    }
    eprintln!("{made} mistakes in {queries} queries");
    assert!(queries > 90 && made > 1_000, "{made} mistakes in {queries} queries");
    assert_eq!(sum(Outcome::Silent), 0, "{missed}");
    assert!((made - sum(Outcome::Told)) * 100 <= MISSED_OF_HUNDRED * made, "{missed}");
}
