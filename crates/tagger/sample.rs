//! What a sample of posts tells about rules: what finds too much, nothing, or the same as another.

use std::collections::BTreeMap;
use std::sync::Arc;

use matcher::Matcher;
use mention::Mention;
use rulelang::{Code, Condition, Diagnostic, Finding, Head, RuleSet, address_of};

use crate::tag::{Refused, Scratch, Tagger, Trial};
use crate::why;

/// Posts a sample needs, so that a share or an absence says something.
const POSTS_MIN: usize = 50;

/// The share of a sample, in hundredths, from which a theme finds too much.
const SHARE_MAX: usize = 30;

/// Posts that two rules must share, and the share of theirs in hundredths, to be told as nearly the same.
const SHARED_MIN: usize = 20;
const ALIKE_MIN: usize = 90;

/// Characters of a part of a rule that a message shows.
const PART_MAX: usize = 50;

/// What `posts` tell about `rules`, rule by rule; nothing when they are fewer than fifty.
///
/// # Errors
///
/// [`Refused::Build`] when the rules are more than a matcher can hold.
///
/// # Cost
///
/// One matcher over the rules and their parts, and one pass over the posts.
pub fn sample(rules: &RuleSet, posts: &[Mention]) -> Result<Vec<Finding>, Refused> {
    if posts.len() < POSTS_MIN {
        return Ok(Vec::new());
    }
    let probes: Vec<Probe<'_>> = probes(rules);
    let counts = Counts::of(rules, &probes, posts)?;
    let mut found = Vec::new();
    for (at, probe) in probes.iter().enumerate() {
        let told = match counts.whole[at] {
            0 => Some(never(probe, &counts.parts[at], posts.len())),
            count if probe.theme && count * 100 >= SHARE_MAX * posts.len() => {
                Some(too_much(probe, count, posts.len()))
            }
            _ => None,
        };
        found.extend(told.and_then(|made| placed(rules, probe, made)));
        let idle = idle(probe, counts.whole[at], &counts.excluded[at], posts.len());
        found.extend(idle.and_then(|made| placed(rules, probe, made)));
    }
    for (first, second, shared) in counts.alike() {
        let diagnostic = alike(&probes[first], &probes[second], shared);
        found.extend(placed(rules, &probes[second], diagnostic));
    }
    Ok(found)
}

/// A rule taken apart.
struct Probe<'r> {
    head: &'r Head,
    theme: bool,
    whole: &'r Condition,
    /// What it requires, each by itself.
    parts: Vec<&'r Condition>,
    /// What it excludes.
    excluded: Vec<&'r Condition>,
}

fn probes(rules: &RuleSet) -> Vec<Probe<'_>> {
    let brands = rules.brands.iter().filter_map(|it| Some((&it.head, it.query.as_ref()?, false)));
    let themes = rules.themes.iter().map(|it| (&it.head, &it.query, true));
    let excludes = rules.excludes.iter().map(|it| (&it.head, &it.query, false));
    let all = brands.chain(themes).chain(excludes);
    all.map(|(head, whole, theme)| Probe::new(head, whole, theme)).collect()
}

impl<'r> Probe<'r> {
    fn new(head: &'r Head, whole: &'r Condition, theme: bool) -> Self {
        let operands = match whole {
            Condition::All(operands) => operands.as_slice(),
            one => std::slice::from_ref(one),
        };
        let mut probe = Self { head, theme, whole, parts: Vec::new(), excluded: Vec::new() };
        for operand in operands {
            match operand {
                Condition::Not(inner) => match &**inner {
                    Condition::Any(choices) if address_of(choices).is_none() => {
                        probe.excluded.extend(choices);
                    }
                    inner => probe.excluded.push(inner),
                },
                operand => probe.parts.push(operand),
            }
        }
        probe
    }
}

/// How many posts each rule, each of its parts and each of its exclusions finds.
struct Counts {
    whole: Vec<usize>,
    parts: Vec<Vec<usize>>,
    /// Posts that have all the parts and the exclusion.
    excluded: Vec<Vec<usize>>,
    /// Posts that two rules share.
    shared: BTreeMap<(usize, usize), usize>,
}

/// What a condition of the matcher stands for.
enum Role {
    Whole(usize),
    Part(usize, usize),
    Excluded(usize, usize),
}

impl Counts {
    fn of(rules: &RuleSet, probes: &[Probe<'_>], posts: &[Mention]) -> Result<Self, Refused> {
        let (mut conditions, mut stands) = (Vec::new(), Vec::new());
        for (at, probe) in probes.iter().enumerate() {
            conditions.push(probe.whole.clone());
            stands.push(Role::Whole(at));
            for (number, part) in probe.parts.iter().enumerate() {
                conditions.push((*part).clone());
                stands.push(Role::Part(at, number));
            }
            for (number, excluded) in probe.excluded.iter().enumerate() {
                let all = probe.parts.iter().chain([excluded]).map(|part| (**part).clone());
                conditions.push(Condition::All(all.collect()));
                stands.push(Role::Excluded(at, number));
            }
        }
        let matcher = Matcher::new(&conditions)?;
        let tagger = Tagger::unproven(rules.clone(), Trial::Tags)?;
        let none = |count: &dyn Fn(&Probe<'_>) -> usize| -> Vec<Vec<usize>> {
            probes.iter().map(|probe| vec![0; count(probe)]).collect()
        };
        let mut counts = Self {
            whole: vec![0; probes.len()],
            parts: none(&|probe| probe.parts.len()),
            excluded: none(&|probe| probe.excluded.len()),
            shared: BTreeMap::new(),
        };
        let mut scratch = Scratch::default();
        let mut room = matcher::Scratch::default();
        for post in posts {
            let rules_found = tagger.with_facts(post, &mut scratch, |facts, folded, _| {
                let hits = matcher.hits(facts, folded, &mut room);
                counts.add(hits.iter().map(|hit| &stands[hit.rule as usize]))
            });
            counts.share(&rules_found);
        }
        Ok(counts)
    }

    /// Counts one post's hits; the rules that find it.
    fn add<'r>(&mut self, hits: impl Iterator<Item = &'r Role>) -> Vec<usize> {
        let mut rules = Vec::new();
        for role in hits {
            match *role {
                Role::Whole(rule) => {
                    self.whole[rule] += 1;
                    rules.push(rule);
                }
                Role::Part(rule, part) => self.parts[rule][part] += 1,
                Role::Excluded(rule, part) => self.excluded[rule][part] += 1,
            }
        }
        rules.sort_unstable();
        rules
    }

    fn share(&mut self, rules: &[usize]) {
        for (at, first) in rules.iter().enumerate() {
            for second in &rules[at + 1..] {
                *self.shared.entry((*first, *second)).or_default() += 1;
            }
        }
    }

    /// Rules that find nearly the same posts, and how many both find.
    fn alike(&self) -> Vec<(usize, usize, usize)> {
        let alike = self.shared.iter().filter(|((first, second), shared)| {
            let either = self.whole[*first] + self.whole[*second] - **shared;
            **shared >= SHARED_MIN && **shared * 100 >= ALIKE_MIN * either
        });
        alike.map(|((first, second), shared)| (*first, *second, *shared)).collect()
    }
}

fn placed(rules: &RuleSet, probe: &Probe<'_>, make: Made) -> Option<Finding> {
    let place = &probe.head.place;
    let source = rules.files.iter().find(|file| file.name == place.file)?;
    let mut diagnostic = Diagnostic::info(make.code, place.span.0..place.span.1, make.message);
    diagnostic.severity = make.code.page().severity;
    Some(Finding { source: Arc::clone(source), diagnostic: diagnostic.help(make.help) })
}

/// What is told, before it has a place.
struct Made {
    code: Code,
    message: String,
    help: &'static str,
}

fn shown(part: &Condition) -> String {
    why::cut(&why::quoted(part), PART_MAX)
}

fn never(probe: &Probe<'_>, parts: &[usize], posts: usize) -> Made {
    let absent: Vec<String> = probe
        .parts
        .iter()
        .zip(parts)
        .filter(|(_, count)| **count == 0)
        .map(|(part, _)| shown(part))
        .collect();
    let why = if absent.is_empty() && probe.parts.len() > 1 {
        let counts: Vec<String> = probe
            .parts
            .iter()
            .zip(parts)
            .map(|(part, count)| format!("{} is in {count}", shown(part)))
            .collect();
        format!("{}, but never all in one post that is not excluded", counts.join(", "))
    } else if absent.is_empty() {
        "all posts with its words are excluded".to_owned()
    } else if probe.parts.len() > 1 {
        format!("none of them has {}", absent.join(" nor "))
    } else {
        "its words are in none of them".to_owned()
    };
    Made {
        code: Code::NeverMatches,
        message: format!("`{}` finds none of {posts} posts: {why}", probe.head.id),
        help: "look at posts that it should find, and take the words from them",
    }
}

fn too_much(probe: &Probe<'_>, count: usize, posts: usize) -> Made {
    let share = count * 100 / posts;
    Made {
        code: Code::MatchesTooMuch,
        message: format!("`{}` finds {count} of {posts} posts, {share} in 100", probe.head.id),
        help: "ask for a second word near the first, or exclude what is not meant",
    }
}

fn idle(probe: &Probe<'_>, whole: usize, excluded: &[usize], posts: usize) -> Option<Made> {
    let idle: Vec<String> = probe
        .excluded
        .iter()
        .zip(excluded)
        .filter(|(_, count)| **count == 0 && whole > 0)
        .map(|(part, _)| shown(part))
        .collect();
    let first = idle.first()?;
    let more = match idle.len() - 1 {
        0 => String::new(),
        1 => ", nor does one more exclusion".to_owned(),
        count => format!(", nor do {count} more exclusions"),
    };
    Some(Made {
        code: Code::ExclusionNeverFires,
        message: format!("excluding {first} keeps none of {posts} posts out{more}"),
        help: "take it out, or look at the unwanted posts again",
    })
}

fn alike(first: &Probe<'_>, second: &Probe<'_>, shared: usize) -> Made {
    Made {
        code: Code::TagsOverlap,
        message: format!(
            "`{}` and `{}` find nearly the same posts: {shared} in common",
            second.head.id, first.head.id
        ),
        help: "join the two, or say in each what the other one is not",
    }
}

#[cfg(test)]
mod tests {
    use mention::Mention;
    use rulelang::{RuleSet, SourceFile};

    use super::sample;

    #[track_caller]
    fn check(rules: &str, posts: &[(&str, usize)], expected: &[&str]) {
        let source = SourceFile { name: "a".to_owned(), text: rules.to_owned() };
        let (rules, _) = RuleSet::read(&[source], &|_, _| Err(String::new())).unwrap();
        let post = |text: &str| Mention { text: text.to_owned(), ..Mention::default() };
        let posts: Vec<Mention> = posts
            .iter()
            .flat_map(|(text, count)| std::iter::repeat_n(post(text), *count))
            .collect();
        let found = sample(&rules, &posts).unwrap();
        let found: Vec<String> = found
            .iter()
            .map(|it| format!("{}: {}", it.code().name(), it.diagnostic.message))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn posts_tell_what_finds_too_much_nothing_and_the_same() {
        let rule = |id: &str, query: &str| format!("[[theme]]\nid = '{id}'\nquery = '{query}'\n");
        let late = rule("late", "late");
        check(&late, &[("late", 10), ("fine", 90)], &[]);
        check(
            &late,
            &[("late", 30), ("fine", 70)],
            &["matches-too-much: `late` finds 30 of 100 posts, 30 in 100"],
        );
        check(
            &late,
            &[("fine", 100)],
            &["never-matches: `late` finds none of 100 posts: its words are in none of them"],
        );
        check(&late, &[("late", 40)], &[]);
        check(
            &rule("a", "parcel late"),
            &[("late", 60)],
            &["never-matches: `a` finds none of 60 posts: none of them has `parcel`"],
        );
        check(
            &rule("a", "parcel late"),
            &[("late", 30), ("parcel", 30)],
            &[
                "never-matches: `a` finds none of 60 posts: `parcel` is in 30, `late` is in 30, but never all in one post that is not excluded",
            ],
        );
        check(
            &rule("a", "late -night"),
            &[("late night", 60)],
            &["never-matches: `a` finds none of 60 posts: all posts with its words are excluded"],
        );
        check(
            &rule("a", "late -(night OR party)"),
            &[("late night", 5), ("late", 5), ("fine", 90)],
            &["exclusion-never-fires: excluding `party` keeps none of 100 posts out"],
        );
        let two = [late, rule("slow", "late OR slow")].concat();
        check(
            &two,
            &[("late", 22), ("fine", 90)],
            &["tags-overlap: `slow` and `late` find nearly the same posts: 22 in common"],
        );
        check(&two, &[("late", 15), ("slow", 5), ("fine", 90)], &[]);
    }
}
