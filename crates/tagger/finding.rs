//! What hits mean for one mention: brands, themes with their brands, campaigns, exclusions.

use matcher::{Hit, HitSpan, Hits};
use mention::{Cause, Facts, Provenance, Span, Tag, TagName};
use rulelang::{Head, Per, Theme};

use crate::tag::{Slot, Tagger, Trial};

/// The tags of one mention while they are being found.
pub(crate) struct Findings<'a> {
    pub(crate) tagger: &'a Tagger,
    pub(crate) hits: Hits<'a>,
    pub(crate) tags: Vec<Tag>,
    pub(crate) excluded_by: Vec<TagName>,
}

/// A brand the mention is about.
#[derive(Clone, Copy)]
struct BrandFound<'a> {
    id: &'a TagName,
    /// Where its words stand; empty when it was found without them.
    spans: &'a [HitSpan],
}

impl<'a> Findings<'a> {
    /// Collects tags and exclusions, in no order.
    pub(crate) fn collect(&mut self, facts: &Facts<'_>) {
        let brands = self.brands(facts);
        for hit in &self.hits {
            match self.tagger.slots[hit.rule as usize] {
                Slot::Brand(_) => {}
                Slot::Theme(at) => self.theme(&self.tagger.rules.themes[at], hit, &brands),
                Slot::Campaign(at) => self.push_hit(&self.tagger.rules.campaigns[at].head, hit),
                Slot::Exclude(at) => {
                    let head = &self.tagger.rules.excludes[at].head;
                    if self.is_live(head) {
                        self.excluded_by.push(head.id.clone());
                    }
                }
            }
        }
    }

    /// Tags the brands and returns them: by their words first, else as addressed, else by the place.
    fn brands(&mut self, facts: &Facts<'_>) -> Vec<BrandFound<'a>> {
        let rules = &self.tagger.rules;
        let mut found = Vec::new();
        for hit in &self.hits {
            let Slot::Brand(at) = self.tagger.slots[hit.rule as usize] else { continue };
            let head = &rules.brands[at].head;
            if self.is_live(head) {
                found.push(BrandFound { id: &head.id, spans: self.hits.spans(hit) });
                self.push_hit(head, hit);
            }
        }
        for (ids, cause) in [(facts.directed, Cause::Addressed), (facts.own_places, Cause::Place)] {
            for brand in rules.brands.iter().filter(|brand| ids.contains(&brand.head.id)) {
                let head = &brand.head;
                if self.is_live(head) && found.iter().all(|known| known.id != &head.id) {
                    found.push(BrandFound { id: &head.id, spans: &[] });
                    self.tags.push(Tag { cause, ..self.tag_of(head) });
                }
            }
        }
        found
    }

    fn theme(&mut self, theme: &Theme, hit: &Hit, brands: &[BrandFound<'a>]) {
        let Per::Brand { near } = theme.per else { return self.push_hit(&theme.head, hit) };
        if !self.is_live(&theme.head) {
            return;
        }
        let spans = self.hits.spans(hit);
        for brand in brands.iter().filter(|brand| stand_near(brand.spans, spans, near)) {
            let name = brand.id.join(&theme.head.id);
            self.tags.push(Tag { name, ..self.tag_of_hit(&theme.head, hit) });
        }
    }

    fn push_hit(&mut self, head: &Head, hit: &Hit) {
        if self.is_live(head) {
            self.tags.push(self.tag_of_hit(head, hit));
        }
    }

    fn tag_of_hit(&self, head: &Head, hit: &Hit) -> Tag {
        let spans: Vec<Span> = self.hits.spans(hit).iter().map(|found| found.span).collect();
        let cause = if spans.is_empty() { Cause::Fields } else { Cause::Words };
        Tag { cause, clause: hit.clause, spans, ..self.tag_of(head) }
    }

    fn tag_of(&self, head: &Head) -> Tag {
        let provenance = Provenance::Rules(self.tagger.rules.id);
        let (name, rule) = (head.id.clone(), head.id.clone());
        Tag { name, rule, provenance, cause: Cause::Fields, clause: 0, spans: Vec::new() }
    }

    fn is_live(&self, head: &Head) -> bool {
        !head.trial || self.tagger.trial == Trial::Tags
    }
}

/// Whether brand and theme stand within `near` tokens of each other in one field.
///
/// A brand found without words (addressed, or by its place) is what the whole mention is about, and so is a theme
/// without words: there is no distance to measure.
fn stand_near(brand: &[HitSpan], theme: &[HitSpan], near: Option<u32>) -> bool {
    let Some(near) = near else { return true };
    brand.is_empty()
        || theme.is_empty()
        || brand.iter().any(|a| {
            theme.iter().any(|b| a.span.field == b.span.field && tokens_between(a, b) <= near)
        })
}

fn tokens_between(a: &HitSpan, b: &HitSpan) -> u32 {
    let gap = if a.last < b.first { b.first - a.last } else { a.first.saturating_sub(b.last) };
    gap.saturating_sub(1)
}
