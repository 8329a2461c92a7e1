//! A list of a rule file, changed entry by entry, so that comments and line breaks between the others stay.

use std::ops::Range;

use super::toml_text::text;

/// Pairs of old and new entries that are compared at most; beyond that what differs is replaced as a whole.
const PAIRS_MAX: usize = 250_000;

/// One step from the old list to the new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Keep(usize),
    Drop(usize),
    Add(usize),
    /// An old entry is said otherwise.
    Replace(usize, usize),
}

/// A list as it is written: before each entry what parts it from the last comma, then the entry, then what comes before its comma.
struct Written<'r> {
    leads: Vec<&'r str>,
    entries: Vec<&'r str>,
    posts: Vec<&'r str>,
    /// What comes between the last comma, or the last entry, and the bracket.
    tail: &'r str,
    last_comma: bool,
}

/// The list `raw`, whose entries stand at `spans` of it and say `old`, saying `new`.
pub(super) fn changed(
    raw: &str,
    spans: &[Range<usize>],
    old: &[String],
    new: &[String],
    newline: &str,
) -> String {
    let mut written = Written::new(raw, spans);
    let fresh = written.fresh(newline);
    let comma_at_end = written.last_comma || fresh.contains('\n');
    let mut pieces: Vec<(String, String)> = Vec::new();
    let (mut carried, mut next) = (String::new(), 0);
    for step in replaced(&steps(old, new)) {
        match step {
            Step::Keep(at) => {
                // What stood behind the bracket is parted from what stands there now.
                let follows = at == 0 && !pieces.is_empty() && !written.leads[0].contains('\n');
                let own = if follows { fresh.as_str() } else { written.leads[at] };
                let lead = after(&std::mem::take(&mut carried), own, newline);
                pieces.push((lead, format!("{}{}", written.entries[at], written.posts[at])));
                next = at + 1;
            }
            Step::Drop(at) => {
                let alone = at == 0 || written.leads[at].contains('\n');
                // What stands beside an entry on its line is about it, and goes with it.
                if alone {
                    written.comment_before(at + 1);
                }
                let comments = [written.leads[at], if alone { "" } else { written.posts[at] }];
                let comments = comments.into_iter().filter(|blank| blank.contains('#'));
                carried.extend(comments.map(str::trim_end));
                next = at + 1;
            }
            Step::Replace(at, by) => {
                let lead = after(&std::mem::take(&mut carried), written.leads[at], newline);
                pieces.push((lead, format!("{}{}", text(&new[by], newline), written.posts[at])));
                next = at + 1;
            }
            Step::Add(at) => {
                let comment = std::mem::take(&mut carried) + written.comment_before(next);
                let lead = after(&comment, &fresh, newline);
                pieces.push((lead, text(&new[at], newline)));
            }
        }
    }
    let mut list = String::from("[");
    let final_at = pieces.len().saturating_sub(1);
    for (at, (lead, entry)) in pieces.iter().enumerate() {
        let behind = lead.trim_matches(' ').is_empty()
            || *lead == fresh && !written.first_blank().contains('\n');
        let lead = if at == 0 && behind { written.first_blank() } else { lead };
        list.push_str(lead);
        list.push_str(entry);
        list.push_str(if at < final_at || comma_at_end { "," } else { "" });
    }
    list.push_str(&after(&carried, written.tail, newline));
    list.push(']');
    list
}

/// A comment, and what follows it, which must not become a part of it.
fn after(comment: &str, rest: &str, newline: &str) -> String {
    let goes_on = rest.trim_start_matches([' ', '\t']).starts_with(['\r', '\n', '#']);
    let parted = if comment.is_empty() || goes_on { "" } else { newline };
    format!("{comment}{parted}{rest}")
}

impl<'r> Written<'r> {
    fn new(raw: &'r str, spans: &[Range<usize>]) -> Self {
        let end = raw.len().saturating_sub(1);
        let mut written = Self {
            leads: Vec::new(),
            entries: Vec::new(),
            posts: Vec::new(),
            tail: "",
            last_comma: false,
        };
        let mut at = 1;
        for (number, span) in spans.iter().enumerate() {
            written.leads.push(&raw[at..span.start]);
            written.entries.push(&raw[span.clone()]);
            let gap_end = spans.get(number + 1).map_or(end, |next| next.start);
            let gap = &raw[span.end..gap_end];
            let comma = comma(gap);
            written.posts.push(comma.map_or("", |comma| &gap[..comma]));
            written.last_comma = comma.is_some();
            at = span.end + comma.map_or(0, |comma| comma + 1);
        }
        written.tail = &raw[at.min(end)..end];
        written
    }

    /// What parts a new entry from the comma before it.
    fn fresh(&self, newline: &str) -> String {
        let lined = self.leads.iter().find_map(|lead| Some(&lead[lead.rfind('\n')? + 1..]));
        match lined {
            Some(indent) if indent.trim().is_empty() => format!("{newline}{indent}"),
            Some(_) => newline.to_owned(),
            None => " ".to_owned(),
        }
    }

    fn first_blank(&self) -> &'r str {
        self.leads.first().copied().unwrap_or_default()
    }

    /// Takes the comment that ends the line of the entry before `next`, so that it stays there.
    fn comment_before(&mut self, next: usize) -> &'r str {
        let place = self.leads.get_mut(next).unwrap_or(&mut self.tail);
        let line = place.find('\n').unwrap_or(0);
        let (comment, rest) = place.split_at(line);
        if next == 0 || !comment.contains('#') {
            return "";
        }
        *place = rest;
        comment.trim_end_matches('\r')
    }
}

/// Where in what parts two entries the comma is; comments may hold others.
fn comma(gap: &str) -> Option<usize> {
    let mut comment = false;
    for (at, byte) in gap.bytes().enumerate() {
        match byte {
            b'#' => comment = true,
            b'\n' => comment = false,
            b',' if !comment => return Some(at),
            _ => {}
        }
    }
    None
}

/// The shortest way from `old` to `new`; what goes is left out before what comes is put in.
fn steps(old: &[String], new: &[String]) -> Vec<Step> {
    let same = |a: &[String], b: &[String]| a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let front = same(old, new);
    let (old_rest, new_rest) = (&old[front..], &new[front..]);
    let back = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(a, b)| a == b).count();
    let (old_end, new_end) = (old.len() - back, new.len() - back);
    let mut steps: Vec<Step> = (0..front).map(Step::Keep).collect();
    let middle = middle(&old[front..old_end], &new[front..new_end]);
    steps.extend(middle.into_iter().map(|step| match step {
        Step::Keep(at) => Step::Keep(at + front),
        Step::Drop(at) => Step::Drop(at + front),
        Step::Add(at) => Step::Add(at + front),
        Step::Replace(at, by) => Step::Replace(at + front, by + front),
    }));
    steps.extend((old_end..old.len()).map(Step::Keep));
    steps
}

/// The steps, an entry that goes and one that comes between the same two as one.
fn replaced(steps: &[Step]) -> Vec<Step> {
    let mut all = Vec::with_capacity(steps.len());
    for run in steps.chunk_by(|a, b| !matches!((a, b), (Step::Keep(_), _) | (_, Step::Keep(_)))) {
        let of = |wanted: fn(&Step) -> Option<usize>| run.iter().filter_map(wanted);
        let gone: Vec<usize> =
            of(|step| if let Step::Drop(at) = step { Some(*at) } else { None }).collect();
        let come: Vec<usize> =
            of(|step| if let Step::Add(at) = step { Some(*at) } else { None }).collect();
        let pairs = gone.len().min(come.len());
        all.extend(run.iter().filter(|step| matches!(step, Step::Keep(_))));
        all.extend(gone.iter().zip(&come).map(|(gone, come)| Step::Replace(*gone, *come)));
        all.extend(gone[pairs..].iter().copied().map(Step::Drop));
        all.extend(come[pairs..].iter().copied().map(Step::Add));
    }
    all
}

fn middle(old: &[String], new: &[String]) -> Vec<Step> {
    if old.len().saturating_mul(new.len()) > PAIRS_MAX {
        return (0..old.len()).map(Step::Drop).chain((0..new.len()).map(Step::Add)).collect();
    }
    // longest[a][b]: the entries that old[a..] and new[b..] have in common, in order.
    let mut longest = vec![vec![0_u32; new.len() + 1]; old.len() + 1];
    for a in (0..old.len()).rev() {
        for b in (0..new.len()).rev() {
            longest[a][b] = if old[a] == new[b] {
                longest[a + 1][b + 1] + 1
            } else {
                longest[a + 1][b].max(longest[a][b + 1])
            };
        }
    }
    let (mut a, mut b, mut steps) = (0, 0, Vec::new());
    while a < old.len() || b < new.len() {
        if a < old.len() && b < new.len() && old[a] == new[b] {
            steps.push(Step::Keep(a));
            (a, b) = (a + 1, b + 1);
        } else if a < old.len() && (b == new.len() || longest[a + 1][b] >= longest[a][b + 1]) {
            steps.push(Step::Drop(a));
            a += 1;
        } else {
            steps.push(Step::Add(b));
            b += 1;
        }
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::changed;

    #[track_caller]
    fn check(raw: &str, new: &[&str], expected: &str) {
        let file = format!("a = {raw}");
        let table = toml::de::DeTable::parse(&file).unwrap();
        let items = table.get_ref()["a"].get_ref().as_array().unwrap().clone();
        let spans: Vec<_> =
            items.iter().map(|item| item.span().start - 4..item.span().end - 4).collect();
        let old: Vec<String> =
            items.iter().map(|item| item.get_ref().as_str().unwrap().to_owned()).collect();
        let new: Vec<String> = new.iter().map(|entry| (*entry).to_owned()).collect();
        assert_eq!(changed(raw, &spans, &old, &new, "\n"), expected);
        let file = format!("a = {expected}");
        let table = toml::de::DeTable::parse(&file).unwrap();
        let read: Vec<_> = table.get_ref()["a"]
            .get_ref()
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item.get_ref().as_str().unwrap().to_owned())
            .collect();
        assert_eq!(read, new);
    }

    #[test]
    fn only_what_changes_is_written_anew() {
        check("['a', \"b\"]", &["a", "b", "c"], "['a', \"b\", \"c\"]");
        check("['a', \"b\"]", &["b"], "[\"b\"]");
        check("[ 'a' ]", &["x", "a"], "[ \"x\", 'a' ]");
        check("[ 'a', 'b' ]", &["a"], "[ 'a' ]");
        check("['a', 'b',]", &["a"], "['a',]");
    }

    #[test]
    fn a_comment_never_swallows_what_follows_it() {
        check("['a', # c\n 'b', 'c']", &["a", "c"], "['a', # c\n 'c',]");
        check("['a' # c\n]", &["a", "b"], "['a', # c\n \"b\"\n]");
    }

    #[test]
    fn comments_stay_with_what_they_are_about() {
        let raw = "[\n  'a', # first\n  # the second\n  'b'  # last, really\n]";
        check(
            raw,
            &["a", "x", "b"],
            "[\n  'a', # first\n  \"x\",\n  # the second\n  'b',  # last, really\n]",
        );
        check(
            raw,
            &["a", "b", "c"],
            "[\n  'a', # first\n  # the second\n  'b',  # last, really\n  \"c\",\n]",
        );
        check(raw, &["a"], "[\n  'a', # first\n  # the second\n]");
    }

    #[test]
    fn a_comment_beside_an_entry_goes_with_it_and_never_to_another() {
        let raw = "[\n  'a', # first\n  'b', # second\n  'c' # third\n]";
        check(raw, &["b", "c"], "[\n  'b', # second\n  'c', # third\n]");
        check(raw, &["a", "c"], "[\n  'a', # first\n  'c', # third\n]");
        check(raw, &["x", "a", "b"], "[\n  \"x\",\n  'a', # first\n  'b', # second\n]");
        check("['a',\n 'b',   # b\n]", &["x", "a"], "[\"x\",\n 'a',\n]");
        // An entry that is only said otherwise keeps its comment.
        check(raw, &["a", "b", "d"], "[\n  'a', # first\n  'b', # second\n  \"d\", # third\n]");
    }
}
