//! Which parts of a rule its examples show at work.

use std::collections::HashMap;

use matcher::Matcher;
use mention::{Mention, TagName};
use rulelang::{Condition, FieldTest, Near, Window, address_of};

use super::Proof;
use crate::tag::{Scratch, Tagger};

/// What the examples of one rule show of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Coverage {
    /// The rule.
    pub rule: TagName,
    /// How many examples it has.
    pub examples: usize,
    /// Its branches in the order written: alternatives, and what it excludes; the whole where it has neither.
    pub branches: Vec<Branch>,
}

/// An alternative of a rule, or something it excludes.
#[derive(Clone, Debug, PartialEq)]
pub struct Branch {
    /// What it asks for.
    pub part: Condition,
    /// Whether the rule leaves alone what it finds.
    pub excludes: bool,
    /// Whether an example makes it true: one that the rule finds, or, where it excludes, any.
    pub shown: bool,
}

/// What `proofs` show of the rules that `wanted` names, in the order of brands, themes, campaigns and exclusions.
///
/// # Cost
///
/// Compiles each rule and its branches once more: for people, not for a stream.
#[must_use]
pub fn coverage(
    tagger: &Tagger,
    proofs: &[Proof],
    wanted: impl Fn(&TagName) -> bool,
) -> Vec<Coverage> {
    let mut posts: HashMap<&TagName, Vec<&Mention>> = HashMap::new();
    for proof in proofs {
        posts.entry(&proof.example.rule).or_default().push(&proof.mention);
    }
    let mut scratch = Scratch::default();
    let rules = (0..).zip(&tagger.slots).map(|(at, slot)| (tagger.id(*slot), tagger.condition(at)));
    rules
        .filter(|(id, _)| wanted(id))
        .map(|(id, condition)| {
            let posts = posts.get(id).map_or(&[][..], Vec::as_slice);
            let branches = shown(tagger, condition, posts, &mut scratch);
            Coverage { rule: id.clone(), examples: posts.len(), branches }
        })
        .collect()
}

/// The branches of `condition`, and which of them are true for one of `posts`.
fn shown(
    tagger: &Tagger,
    condition: &Condition,
    posts: &[&Mention],
    scratch: &mut Scratch,
) -> Vec<Branch> {
    let mut branches = Vec::new();
    collect(condition, false, &mut branches);
    if branches.is_empty() {
        branches.push(Branch { part: condition.clone(), excludes: false, shown: false });
    }
    let parts = branches.iter().map(|branch| branch.part.clone());
    let conditions: Vec<Condition> = parts.chain([condition.clone()]).collect();
    let matcher = Matcher::new(&conditions)
        .expect("a rule that was compiled can be compiled again, and so can its parts");
    let whole = u32::try_from(branches.len()).expect("a rule has at most 100,000 terms");
    for post in posts {
        tagger.with_facts(post, scratch, |facts, folded, scratch| {
            let hits = matcher.hits(facts, folded, scratch);
            let found = hits.of_rule(whole).is_some();
            for (number, branch) in (0..).zip(&mut branches) {
                branch.shown |= (found || branch.excludes) && hits.of_rule(number).is_some();
            }
        });
    }
    branches
}

/// Adds the branches of a condition; `excludes` where it is what a rule leaves alone.
fn collect(condition: &Condition, excludes: bool, branches: &mut Vec<Branch>) {
    let known = branches.len();
    match condition {
        Condition::All(parts) => {
            for part in parts {
                collect(part, excludes, branches);
            }
        }
        // A name that reads as an address is one thing to whoever wrote it.
        Condition::Any(parts) if address_of(parts).is_some() => {}
        Condition::Any(parts) if parts.len() > 1 => {
            for part in parts.iter().filter(|part| !is_language(part)) {
                let before = branches.len();
                collect(part, excludes, branches);
                // What has branches of its own is shown by those.
                if branches.len() == before {
                    branches.push(Branch { part: part.clone(), excludes, shown: false });
                }
            }
        }
        Condition::Any(parts) => parts.iter().for_each(|part| collect(part, excludes, branches)),
        Condition::Not(inner) => {
            collect(inner, !excludes, branches);
            if branches.len() == known && !is_language(inner) {
                let part = (**inner).clone();
                branches.push(Branch { part, excludes: !excludes, shown: false });
            }
        }
        Condition::Near(near) => near_branches(near, excludes, branches),
        Condition::Window(window) => window_branches(window, excludes, branches),
        Condition::Text(_) | Condition::Field(_) => {}
    }
}

/// Whether a condition only says for which language the rest beside it is.
fn is_language(condition: &Condition) -> bool {
    match condition {
        Condition::Field(FieldTest::LangOrUnknown(_)) => true,
        Condition::Any(parts) => parts.iter().all(is_language),
        Condition::Not(inner) => is_language(inner),
        _ => false,
    }
}

/// Each alternative of either side, near any of the other.
fn near_branches(near: &Near, excludes: bool, branches: &mut Vec<Branch>) {
    let mut push = |near: Near| {
        let part = Condition::Near(Box::new(near));
        branches.push(Branch { part, excludes, shown: false });
    };
    for left in alternatives(&near.left) {
        push(Near { left: left.clone(), ..near.clone() });
    }
    for right in alternatives(&near.right) {
        push(Near { right: right.clone(), ..near.clone() });
    }
}

fn window_branches(window: &Window, excludes: bool, branches: &mut Vec<Branch>) {
    for (at, operand) in window.operands.iter().enumerate() {
        for alternative in alternatives(operand) {
            let mut window = window.clone();
            window.operands[at] = alternative.clone();
            branches.push(Branch { part: Condition::Window(window), excludes, shown: false });
        }
    }
}

/// The alternatives of a condition; none where there is no choice.
fn alternatives(condition: &Condition) -> &[Condition] {
    match condition {
        Condition::Any(parts) if parts.len() > 1 => parts,
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Trial;
    use crate::tests::read;

    /// The branches of a theme with these keys, `+` before those shown, `!` before what it excludes.
    fn check(keys: &str, expected: &[&str]) {
        let text = format!("[[theme]]\nid = \"a\"\n{keys}\n");
        let tagger = Tagger::unproven(read(&text), Trial::Silent).unwrap();
        let proofs = tagger.proofs(|_| true);
        let found = coverage(&tagger, &proofs, |_| true);
        assert_eq!(found.len(), 1);
        let shown = |branch: &Branch| {
            let sign = if branch.shown { "+" } else { "-" };
            format!("{sign}{}{}", if branch.excludes { "!" } else { "" }, branch.part)
        };
        assert_eq!(found[0].branches.iter().map(shown).collect::<Vec<_>>(), expected, "{keys}");
    }

    #[test]
    fn alternatives_and_exclusions_are_branches() {
        check("query = 'late'", &["-late"]);
        check("query = 'late'\nmatch = ['late']", &["+late"]);
        check("query = 'late parcel'\nmatch = ['late parcel']", &["+late parcel"]);
        check("query = 'late OR lost'\nmatch = ['late']", &["+late", "-lost"]);
        check(
            "query = '(late OR lost) (parcel OR van) -(job OR offer)'\nmatch = ['late van']\nno_match = ['a job']",
            &["+late", "-lost", "-parcel", "+van", "+!job", "-!offer"],
        );
        check("query = 'late -job'\nmatch = ['late']", &["-!job"]);
        check("query = 'a OR (b (c OR d))'\nmatch = ['b d']", &["-a", "-c", "+d"]);
    }

    #[test]
    fn an_alternative_counts_only_where_the_rule_finds_the_post() {
        check("query = '(late OR lost) parcel'\nno_match = ['late']", &["-late", "-lost"]);
        check(
            "query = '(late OR lost) parcel'\nmatch = ['late parcel']\nno_match = ['lost']",
            &["+late", "-lost"],
        );
    }

    #[test]
    fn nearness_has_the_branches_of_its_sides() {
        check(
            "query = '(late OR lost) NEAR/2 parcel'\nmatch = ['lost parcel']",
            &["-late NEAR/2 parcel", "+lost NEAR/2 parcel"],
        );
        check(
            "query = '(late (a OR b) parcel)~2'\nmatch = ['late b parcel']",
            &["-(late a parcel)~2", "+(late b parcel)~2"],
        );
    }

    #[test]
    fn a_language_alone_is_no_branch() {
        check(
            "query.en = 'late OR lost'\nquery.sv = 'sen'\nmatch = ['late']",
            &["+late", "-lost", "-(lang:sv OR -has:lang) sen"],
        );
        check(
            "any = ['a', 'b']\nall.en = ['c']\nmatch = ['a c']",
            &["+a", "-b", "+(lang:en OR -has:lang) c"],
        );
    }

    #[test]
    fn posts_not_decided_yet_show_what_they_make_true() {
        check("query = 'late OR lost'\n[[theme.test]]\ntext = 'lost'", &["-late", "+lost"]);
    }
}
