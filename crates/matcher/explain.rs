//! Why a condition does not hold on a mention: the smallest parts of it that are not so.

use mention::{Facts, Folded, Span};
use rulelang::{Condition, Near, Part, Pattern, TextTest, TokenTest, Window, address_of};

use crate::{Matcher, Scratch};

/// Words of a phrase may stand this much further apart in a post for the distance to be told.
const SLOP_TOLD_MAX: u32 = 12;

/// A part of a condition that is false on a mention although the whole needs it to be true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The part.
    pub part: Condition,
    /// Why it is false.
    pub reason: Reason,
}

/// Why a part of a condition is false.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It is not in the text.
    Absent,
    /// These of its words are not in the text.
    Words(Vec<Condition>),
    /// These of its operands are not in the text, for these reasons.
    Operands(Vec<Fault>),
    /// All it is made of is in the text, and it would hold with a greater number in the place of its own.
    Apart {
        /// The least such number.
        least: u32,
        /// Where it would hold then, sorted.
        spans: Vec<Span>,
    },
    /// All it is made of is in the text, near enough, but in the other order.
    Turned,
    /// All it is made of is in the text, but never in one stretch: in two fields, in the same words, or far apart.
    Scattered,
    /// None of these holds.
    Alternatives(Vec<Alternative>),
    /// It excludes these, which hold by the words at the spans, or by the fields when there are none.
    Excluded {
        /// What holds.
        by: Vec<Condition>,
        /// Where, sorted.
        spans: Vec<Span>,
    },
    /// The field is not so.
    Field,
}

/// One of several, none of which holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// The alternative.
    pub part: Condition,
    /// How much of it holds: a number to compare alternatives by.
    pub held: usize,
    /// What it lacks.
    pub faults: Vec<Fault>,
}

/// Every part for which `condition` does not hold on the mention of `facts`, folded into `folded`; empty when it holds.
///
/// Of parts that are all needed, those that are false; of alternatives, the whole with each of them. The parts
/// beside those named are true, wherever they are needed.
///
/// # Panics
///
/// For conditions that [`Matcher::new`] refuses.
///
/// # Cost
///
/// A matcher is compiled for each part that is looked at: for one post and one person, not for a stream.
#[must_use]
pub fn why_not(condition: &Condition, facts: &Facts<'_>, folded: &Folded) -> Vec<Fault> {
    let mut reading = Reading { facts, folded, scratch: Scratch::default() };
    if reading.holds(condition) { Vec::new() } else { reading.faults(condition) }
}

/// What of `condition`, which holds on the mention of `facts`, makes it hold: of alternatives those that do, without
/// what is excluded.
///
/// # Panics
///
/// For conditions that [`Matcher::new`] refuses.
///
/// # Cost
///
/// That of [`why_not`].
#[must_use]
pub fn why(condition: &Condition, facts: &Facts<'_>, folded: &Folded) -> Condition {
    Reading { facts, folded, scratch: Scratch::default() }.cause(condition)
}

/// One mention, and room to match on it.
struct Reading<'a> {
    facts: &'a Facts<'a>,
    folded: &'a Folded,
    scratch: Scratch,
}

impl Reading<'_> {
    /// The words by which `condition` holds; `None` when it does not.
    fn spans(&mut self, condition: &Condition) -> Option<Vec<Span>> {
        let matcher = Matcher::new(std::slice::from_ref(condition))
            .expect("the caller's condition can be compiled, and so can its parts");
        let hits = matcher.hits(self.facts, self.folded, &mut self.scratch);
        let hit = hits.of_rule(0)?;
        Some(hits.spans(hit).iter().map(|found| found.span).collect())
    }

    fn holds(&mut self, condition: &Condition) -> bool {
        self.spans(condition).is_some()
    }

    fn cause(&mut self, condition: &Condition) -> Condition {
        match condition {
            Condition::All(parts) => {
                let asked = parts.iter().filter(|part| !matches!(part, Condition::Not(_)));
                Condition::All(asked.map(|part| self.cause(part)).collect())
            }
            Condition::Any(parts) => {
                let mut causes = Vec::new();
                for part in parts {
                    if self.holds(part) {
                        causes.push(self.cause(part));
                    }
                }
                Condition::Any(causes)
            }
            other => other.clone(),
        }
    }

    /// What is wrong with `condition`, which does not hold.
    fn faults(&mut self, condition: &Condition) -> Vec<Fault> {
        let reason = match condition {
            Condition::All(parts) => return self.faults_among(parts),
            // A name that reads as an address is one thing to whoever wrote it.
            Condition::Any(parts) if address_of(parts).is_some() => Reason::Absent,
            Condition::Any(parts) => match parts.as_slice() {
                [one] => return self.faults(one),
                parts => {
                    Reason::Alternatives(parts.iter().map(|part| self.alternative(part)).collect())
                }
            },
            Condition::Not(inner) => match &**inner {
                Condition::Not(twice) => return self.faults(twice),
                inner => self.excluded(inner),
            },
            Condition::Text(test) => self.text(test),
            Condition::Near(near) => self.near(near),
            Condition::Window(window) => self.window(window),
            Condition::Field(_) => Reason::Field,
        };
        vec![Fault { part: condition.clone(), reason }]
    }

    /// What is wrong with those of `parts` that do not hold.
    fn faults_among(&mut self, parts: &[Condition]) -> Vec<Fault> {
        let mut faults = Vec::new();
        for part in parts {
            if !self.holds(part) {
                faults.extend(self.faults(part));
            }
        }
        faults
    }

    fn alternative(&mut self, part: &Condition) -> Alternative {
        let faults = self.faults(part);
        let near = faults.iter().map(|fault| fault.reason.held()).max().unwrap_or(0);
        let held = near.max(self.held(part));
        Alternative { part: part.clone(), held, faults }
    }

    /// How many of the things `part` needs in the text are there.
    fn held(&mut self, part: &Condition) -> usize {
        match part {
            Condition::All(parts) => parts.iter().map(|part| self.held(part)).sum(),
            Condition::Not(_) | Condition::Field(_) => 0,
            Condition::Near(near) => self.held(&near.left) + self.held(&near.right),
            Condition::Window(window) => window.operands.iter().map(|it| self.held(it)).sum(),
            words => usize::from(self.holds(words)),
        }
    }

    fn excluded(&mut self, inner: &Condition) -> Reason {
        let spans = self.spans(inner).unwrap_or_default();
        let by = match inner {
            Condition::Any(parts) => {
                parts.iter().filter(|part| self.holds(part)).cloned().collect()
            }
            whole => vec![whole.clone()],
        };
        Reason::Excluded { by, spans }
    }

    fn text(&mut self, test: &TextTest) -> Reason {
        let Pattern::Phrase { parts, slop } = &test.pattern else { return Reason::Absent };
        if parts.len() == 1 {
            return Reason::Absent;
        }
        let pattern = |parts, slop| {
            let pattern = Pattern::Phrase { parts, slop };
            Condition::Text(TextTest { look_in: test.look_in, pattern })
        };
        let mut absent: Vec<Condition> = Vec::new();
        for part in parts {
            let Part::Token(word) = part else { continue };
            let word = pattern(vec![Part::Token(TokenTest { glued: false, ..word.clone() })], 0);
            if !absent.contains(&word) && !self.holds(&word) {
                absent.push(word);
            }
        }
        if absent.is_empty() {
            let most = slop.saturating_add(SLOP_TOLD_MAX);
            self.least(*slop, most, |slop| pattern(parts.clone(), slop))
        } else {
            Reason::Words(absent)
        }
    }

    fn near(&mut self, near: &Near) -> Reason {
        let operands = [near.left.clone(), near.right.clone()];
        let absent = self.faults_among(&operands);
        if !absent.is_empty() {
            return Reason::Operands(absent);
        }
        let with = |distance| Condition::Near(Box::new(Near { distance, ..near.clone() }));
        match self.least(near.distance, self.tokens(), with) {
            Reason::Scattered if near.ordered => {
                let turned = Condition::Near(Box::new(Near { ordered: false, ..near.clone() }));
                if self.holds(&turned) { Reason::Turned } else { Reason::Scattered }
            }
            reason => reason,
        }
    }

    fn window(&mut self, window: &Window) -> Reason {
        let absent = self.faults_among(&window.operands);
        if !absent.is_empty() {
            return Reason::Operands(absent);
        }
        let with = |extra| Condition::Window(Window { extra, ..window.clone() });
        self.least(window.extra, self.tokens(), with)
    }

    /// More than any two words of the mention are apart.
    fn tokens(&self) -> u32 {
        u32::try_from(self.folded.tokens().len()).unwrap_or(u32::MAX)
    }

    /// The least number above `own` and at most `most` with which the condition holds, as it then does with every greater one.
    fn least(&mut self, own: u32, most: u32, with: impl Fn(u32) -> Condition) -> Reason {
        if most <= own || !self.holds(&with(most)) {
            return Reason::Scattered;
        }
        let (mut fails, mut holds) = (own, most);
        while holds - fails > 1 {
            let middle = fails + (holds - fails) / 2;
            if self.holds(&with(middle)) {
                holds = middle;
            } else {
                fails = middle;
            }
        }
        let spans = self.spans(&with(holds)).unwrap_or_default();
        Reason::Apart { least: holds, spans }
    }
}

impl Reason {
    /// How near the part comes to being true.
    fn held(&self) -> usize {
        match self {
            Self::Apart { .. } | Self::Turned | Self::Scattered => 1,
            Self::Alternatives(alternatives) => {
                alternatives.iter().map(|alternative| alternative.held).max().unwrap_or(0)
            }
            Self::Absent
            | Self::Words(_)
            | Self::Operands(_)
            | Self::Excluded { .. }
            | Self::Field => 0,
        }
    }
}
