//! What rules cost: for how many posts each has to be decided, and how many of those it finds.

use std::collections::BTreeMap;

use mention::{Mention, TagName};

use crate::tag::{Scratch, Tagger};

/// What a rule costs over some posts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    /// Posts for which it had to be decided: all, where no word announces it, else those that have words it cannot do without.
    pub looked_at: usize,
    /// Those of them that it finds.
    pub found: usize,
}

/// What rules cost over posts that are shown to it one by one.
#[derive(Debug)]
pub struct Costs<'t> {
    tagger: &'t Tagger,
    /// By the number of the rule's condition.
    of: Vec<Cost>,
    posts: usize,
    scratch: Scratch,
}

impl<'t> Costs<'t> {
    /// Of the rules of `tagger`, over no post yet.
    #[must_use]
    pub fn new(tagger: &'t Tagger) -> Self {
        let of = vec![Cost::default(); tagger.slots.len()];
        Self { tagger, of, posts: 0, scratch: Scratch::default() }
    }

    /// Adds what a post costs, which is about as long as tagging it takes.
    pub fn look_at(&mut self, post: &Mention) {
        let Self { tagger, of, posts, scratch } = self;
        *posts += 1;
        tagger.with_facts(post, scratch, |facts, folded, scratch| {
            for hit in &tagger.matcher.hits(facts, folded, scratch) {
                of[hit.rule as usize].found += 1;
            }
            for rule in tagger.matcher.looked_at(scratch) {
                of[rule as usize].looked_at += 1;
            }
        });
    }

    /// How many posts were shown to it.
    #[must_use]
    pub const fn posts(&self) -> usize {
        self.posts
    }

    /// What each rule with a query costs, by id.
    #[must_use]
    pub fn by_rule(&self) -> BTreeMap<TagName, Cost> {
        let slots = self.tagger.slots.iter().zip(&self.of);
        slots.map(|(slot, cost)| (self.tagger.id(*slot).clone(), *cost)).collect()
    }
}

#[cfg(test)]
mod tests {
    use mention::Mention;
    use rulelang::{RuleSet, SourceFile};

    use super::{Cost, Costs};
    use crate::tag::{Tagger, Trial};

    #[test]
    fn a_rule_costs_a_look_where_its_words_stand_and_everywhere_without_one() {
        let text = "[[theme]]\nid = 'late'\nquery = 'late parcel'\n\
            [[theme]]\nid = 'calm'\nquery = 'platform:twitter'\n\
            [[theme]]\nid = 'storm'\nquery = 'storm'\n";
        let source = SourceFile { name: "a".to_owned(), text: text.to_owned() };
        let (rules, _) = RuleSet::read(&[source], &|_, _| Err(String::new())).unwrap();
        let tagger = Tagger::unproven(rules, Trial::Tags).unwrap();
        let texts = ["late again", "parcel is late", "parcel", "late, late", "fine", "no parcel"];
        let mut costs = Costs::new(&tagger);
        for text in texts {
            let (text, platform) = (text.to_owned(), "twitter".to_owned());
            costs.look_at(&Mention { text, platform, ..Mention::default() });
        }
        assert_eq!(costs.posts(), texts.len());
        // A rule of two words is looked at only where both stand.
        let costs = costs.by_rule();
        let told: Vec<_> = costs.iter().map(|(id, cost)| (id.as_str(), *cost)).collect();
        let cost = |looked_at, found| Cost { looked_at, found };
        assert_eq!(told, [("calm", cost(6, 6)), ("late", cost(1, 1)), ("storm", cost(0, 0))]);
    }
}
