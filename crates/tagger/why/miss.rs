//! Why a rule does not give its tag to a mention, and which rules nearly do.

use std::cmp::Reverse;
use std::collections::HashMap;

use matcher::Matcher;
use mention::{Day, Facts, Mention, Tag, TagName, Tagged, Timestamp};
use rulelang::{Campaign, Condition, FieldTest, Per};

use super::spelling::Words;
use super::{Of, Telling, field};
use crate::tag::{Scratch, Slot, Tagger, Trial};

/// A rule that does not give its tag to a mention.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Miss {
    /// The rule.
    pub rule: TagName,
    /// The smallest parts of it that are not so, a sentence each; at least one.
    pub why: Vec<String>,
}

impl Tagger {
    /// Why the rule `id` gives `mention` no tag; absent when it does, or when there is no such rule.
    ///
    /// # Cost
    ///
    /// A matcher is compiled for each part of the rule that is looked at: for one post and one person.
    #[must_use]
    pub fn why_not(&self, id: &TagName, mention: &Mention, scratch: &mut Scratch) -> Option<Miss> {
        let tagged = self.tag_mention(mention, scratch);
        if tagged.excluded_by.contains(id) || tagged.tags.iter().any(|tag| &tag.rule == id) {
            return None;
        }
        let slot = self.slots.iter().position(|slot| self.id(*slot) == id);
        let why = match slot {
            Some(number) => self.missed(number, &tagged, mention, scratch),
            None if self.rules.brands.iter().any(|brand| &brand.head.id == id) => {
                vec!["the brand has no query, and the post neither names one of its accounts nor stands in one of its places".to_owned()]
            }
            None => return None,
        };
        Some(Miss { rule: id.clone(), why })
    }

    /// What the rule in `slots[number]` lacks.
    fn missed(
        &self,
        number: usize,
        tagged: &Tagged,
        mention: &Mention,
        scratch: &mut Scratch,
    ) -> Vec<String> {
        let number = u32::try_from(number).expect("there are fewer rules than that");
        let condition = self.condition(number);
        let slot = self.slots[number as usize];
        let why = self.with_facts(mention, scratch, |facts, folded, _| {
            let mut faults = matcher::why_not(condition, facts, folded);
            let telling = Telling { facts, of: Of::Post };
            let mut why = Vec::new();
            if let Slot::Campaign(at) = slot {
                let campaign = &self.rules.campaigns[at];
                let days = window(campaign);
                let before = faults.len();
                faults.retain(|fault| fault.part != days);
                if faults.len() < before {
                    why.push(outside(campaign, mention.published_at));
                }
            }
            why.splice(0..0, telling.clauses(&faults));
            why
        });
        if why.is_empty() { vec![self.without_tag(slot, tagged)] } else { why }
    }

    /// What of the rule `id` makes it find `mention`, without what it excludes; of its alternatives all that hold, or
    /// only number `clause`. Absent for a rule without a query.
    ///
    /// # Cost
    ///
    /// That of [`why_not`](Self::why_not).
    #[must_use]
    pub fn why(
        &self,
        id: &TagName,
        clause: Option<u16>,
        mention: &Mention,
        scratch: &mut Scratch,
    ) -> Option<Condition> {
        let condition = match (self.asks_for(id)?, clause) {
            (Condition::Any(parts), Some(clause)) => parts.get(usize::from(clause))?,
            (whole, _) => whole,
        };
        let part = self.with_facts(mention, scratch, |facts, folded, _| {
            matcher::why(condition, facts, folded)
        });
        Some(plain(part).unwrap_or_else(|| condition.clone()))
    }

    /// Why a rule whose condition holds gives no tag.
    fn without_tag(&self, slot: Slot, tagged: &Tagged) -> String {
        let Slot::Theme(at) = slot else { return ON_TRIAL.to_owned() };
        let theme = &self.rules.themes[at];
        let brands: Vec<String> = self
            .rules
            .brands
            .iter()
            .map(|brand| &brand.head.id)
            .filter(|id| tagged.tags.iter().any(|Tag { rule, .. }| rule == *id))
            .map(|id| format!("`{id}`"))
            .collect();
        match theme.per {
            Per::Brand { .. } if brands.is_empty() => {
                "its words are in it, but the theme goes by brand, and the post is about none"
                    .to_owned()
            }
            Per::Brand { near: Some(near) } if !theme.head.trial || self.trial == Trial::Tags => {
                format!(
                    "its words are in it, but more than {near} words from those of {}",
                    super::listed(&brands, "and")
                )
            }
            Per::Brand { .. } | Per::Mention => ON_TRIAL.to_owned(),
        }
    }

    /// The rules that come near to giving `mention` a tag and do not, nearest first.
    ///
    /// A rule comes near when words it asks for are there, as many as it lacks at least; one that something keeps
    /// out lacks one.
    ///
    /// # Cost
    ///
    /// Compiles the parts of all rules: for one post and one person, not for a stream.
    #[must_use]
    pub fn nearly(&self, mention: &Mention, scratch: &mut Scratch) -> Vec<TagName> {
        let tagged = self.tag_mention(mention, scratch);
        let gives = |id: &TagName| {
            tagged.excluded_by.contains(id) || tagged.tags.iter().any(|tag| &tag.rule == id)
        };
        let silent: Vec<(u32, &TagName)> = (0..)
            .zip(&self.slots)
            .map(|(number, slot)| (number, self.id(*slot)))
            .filter(|(_, id)| !gives(id))
            .collect();
        let mut parts = Parts::default();
        for (number, _) in &silent {
            parts.add(self.condition(*number));
        }
        let matcher = Matcher::new(&parts.list)
            .expect("rules that were compiled can be compiled again, and so can their parts");
        let truth = self.with_facts(mention, scratch, |facts, folded, scratch| {
            let mut truth = vec![false; parts.list.len()];
            for hit in &matcher.hits(facts, folded, scratch) {
                truth[hit.rule as usize] = true;
            }
            truth
        });
        let words = Words::of(&Facts::of(mention));
        let nearly = |part: &Condition| words.has_nearly(part);
        let nearly = parts.list.iter().map(nearly).collect();
        let reading = Reading { parts: &parts, truth, nearly };
        let mut near: Vec<(Measure, &TagName)> = silent
            .into_iter()
            .map(|(number, id)| (reading.measure(self.condition(number)), id))
            .filter(|(Measure { lacks, has, .. }, _)| *has > 0 && lacks <= has)
            .collect();
        near.sort_by_key(|(it, id)| (it.absent, it.lacks, Reverse(it.has), *id));
        // A word of a rule is in many a post that has nothing to do with it.
        let sure = near.iter().take_while(|(it, _)| it.absent == 0).count();
        near.truncate(sure + HALVES_MAX);
        near.into_iter().map(|(_, id)| id.clone()).collect()
    }
}

/// The part of a condition that made it hold, without what only says which language an entry is for; absent when
/// nothing is left.
fn plain(cause: Condition) -> Option<Condition> {
    match cause {
        Condition::Field(FieldTest::LangOrUnknown(_)) => None,
        Condition::All(parts) => {
            let mut left: Vec<Condition> = parts.into_iter().filter_map(plain).collect();
            if left.len() == 1 {
                left.pop()
            } else {
                (!left.is_empty()).then_some(Condition::All(left))
            }
        }
        Condition::Any(parts) => {
            let mut left: Vec<Condition> = parts.into_iter().filter_map(plain).collect();
            if left.len() == 1 {
                left.pop()
            } else {
                (!left.is_empty()).then_some(Condition::Any(left))
            }
        }
        other => Some(other),
    }
}

/// What a campaign asks for beside its query.
fn window(campaign: &Campaign) -> Condition {
    let (from, to) = (Some(campaign.starts), Some(campaign.ends));
    Condition::Field(FieldTest::Published { from, to })
}

/// That a post is not of a campaign's days.
fn outside(campaign: &Campaign, published: Option<Timestamp>) -> String {
    let (first, last) = (campaign.days.0, Day(campaign.days.1.0 + i64::from(campaign.grace_days)));
    let days = format!("{} to {}", field::day(first.start()), field::day(last.start()));
    let post = match published {
        // A day in another time zone can be one of the campaign's here.
        Some(at) if (first..=last).contains(&at.day()) => format!("{} UTC", field::instant(at)),
        Some(at) => field::day(at),
        None => "a day that is not known".to_owned(),
    };
    format!("the campaign counts from {days} in {}, and the post is of {post}", campaign.timezone)
}

/// Rules that are told of as near although words they ask for are not there.
const HALVES_MAX: usize = 2;

const ON_TRIAL: &str = "it is on trial, so that it gives no tag";

/// The parts of conditions that are true or false by themselves, each once.
#[derive(Default)]
struct Parts<'c> {
    list: Vec<Condition>,
    numbers: HashMap<&'c Condition, usize>,
}

impl<'c> Parts<'c> {
    fn add(&mut self, condition: &'c Condition) {
        match condition {
            Condition::All(parts) | Condition::Any(parts) => {
                for part in parts {
                    self.add(part);
                }
            }
            Condition::Not(inner) => self.add(inner),
            Condition::Text(_) | Condition::Field(_) => self.push(condition),
            Condition::Near(near) => {
                self.push(condition);
                self.add(&near.left);
                self.add(&near.right);
            }
            Condition::Window(window) => {
                self.push(condition);
                for operand in &window.operands {
                    self.add(operand);
                }
            }
        }
    }

    fn push(&mut self, part: &'c Condition) {
        let Self { list, numbers } = self;
        numbers.entry(part).or_insert_with(|| {
            list.push(part.clone());
            list.len() - 1
        });
    }
}

/// What is known of the parts, for one mention.
struct Reading<'c> {
    parts: &'c Parts<'c>,
    truth: Vec<bool>,
    /// Whether the post has a word that is like it.
    nearly: Vec<bool>,
}

/// How near a condition comes to being true.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Measure {
    /// Things it lacks.
    lacks: usize,
    /// Of them, words that are not there, and no others like them.
    absent: usize,
    /// Words it asks for that are there, or nearly.
    has: usize,
}

impl Reading<'_> {
    fn holds(&self, condition: &Condition) -> bool {
        match condition {
            Condition::All(parts) => parts.iter().all(|part| self.holds(part)),
            Condition::Any(parts) => parts.iter().any(|part| self.holds(part)),
            Condition::Not(inner) => !self.holds(inner),
            part => self.parts.numbers.get(part).is_some_and(|number| self.truth[*number]),
        }
    }

    fn measure(&self, condition: &Condition) -> Measure {
        match condition {
            Condition::All(parts) => self.sum(parts.iter()),
            Condition::Any(parts) => {
                let each = parts.iter().map(|part| self.measure(part));
                let best = each.min_by_key(|it| (it.lacks, Reverse(it.has), it.absent));
                best.unwrap_or(Measure { lacks: 1, absent: 1, has: 0 })
            }
            Condition::Not(inner) => {
                Measure { lacks: usize::from(self.holds(inner)), ..Measure::default() }
            }
            Condition::Field(_) => {
                Measure { lacks: usize::from(!self.holds(condition)), ..Measure::default() }
            }
            Condition::Text(_) => {
                let lacks = usize::from(!self.holds(condition));
                let nearly = self.parts.numbers.get(condition).is_some_and(|at| self.nearly[*at]);
                let has = usize::from(lacks == 0 || nearly);
                Measure { lacks, absent: 1 - has, has }
            }
            Condition::Near(near) => self.placed(condition, [&near.left, &near.right].into_iter()),
            Condition::Window(window) => self.placed(condition, window.operands.iter()),
        }
    }

    fn sum<'p>(&self, parts: impl Iterator<Item = &'p Condition>) -> Measure {
        parts.map(|part| self.measure(part)).fold(Measure::default(), |sum, one| Measure {
            lacks: sum.lacks + one.lacks,
            absent: sum.absent + one.absent,
            has: sum.has + one.has,
        })
    }

    /// What stands near each other, or would if all of it were there.
    fn placed<'p>(
        &self,
        condition: &Condition,
        operands: impl Iterator<Item = &'p Condition>,
    ) -> Measure {
        let sum = self.sum(operands);
        let apart = sum.lacks == 0 && !self.holds(condition);
        Measure { lacks: sum.lacks + usize::from(apart), ..sum }
    }
}

#[cfg(test)]
mod tests;
