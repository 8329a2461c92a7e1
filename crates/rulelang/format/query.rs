//! A query laid out: on one line where it fits, else one alternative a line; words, order and comments stay.

use std::ops::Range;

use unicode_width::UnicodeWidthStr;

use super::tree::{self, Body, Chain, Comment, Group, Operand};
use crate::{Node, parse, print};

/// Columns a line has.
pub(super) const WIDTH: usize = 100;

/// Columns by which what stands in brackets, or between the quotes of a long query, is moved in.
pub(super) const INDENT: usize = 2;

/// How a query is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// On the line of its key.
    Flat(String),
    /// Line by line.
    Lines(Vec<String>),
}

/// The layout of `query`, `room` columns wide where it stands on the line of its key.
///
/// `raw` gives the bytes of the file for a range of the query: those are what is written. Absent when the query
/// holds something that is no query's, which is for its author to put right.
pub(super) fn layout<'r>(
    query: &str,
    room: usize,
    raw: &dyn Fn(&Range<usize>) -> &'r str,
) -> Option<Layout> {
    let group = tree::read(query, raw)?;
    let flat = flat_group(&group);
    if let Some(flat) = flat.clone().filter(|flat| flat.width() <= room) {
        return Some(Layout::Flat(flat));
    }
    let mut page = Page::default();
    page.branches(&group, INDENT);
    Some(match flat {
        // Breaking it gains nothing.
        Some(flat) if page.lines.len() == 1 => Layout::Flat(flat),
        _ => Layout::Lines(page.lines),
    })
}

/// Whether two queries are the same tree.
pub(super) fn same(one: &str, other: &str) -> bool {
    let tree = |query: &str| parse(query).node.as_ref().map(|node: &Node| print(node));
    tree(one) == tree(other)
}

/// The group on one line; absent when a comment in it has a line of its own, or a piece of it several.
fn flat_group(group: &Group) -> Option<String> {
    let mut out = String::new();
    for (at, branch) in group.branches.iter().enumerate() {
        for (nth, chain) in branch.iter().enumerate() {
            push(&mut out, &flat_chain(chain, at > 0 && nth == 0)?);
        }
    }
    for comment in &group.tail {
        push(&mut out, inline(comment)?);
    }
    Some(out)
}

/// The operator before a chain: of one that begins an alternative `or`, else the AND its author wrote.
fn operator(chain: &Chain, or: bool) -> &'static str {
    match (or, chain.and) {
        (true, _) => "OR",
        (false, true) => "AND",
        (false, false) => "",
    }
}

/// The chain on one line, `OR` before its first term where it begins another alternative.
fn flat_chain(chain: &Chain, or: bool) -> Option<String> {
    let mut out = String::new();
    for comment in &chain.lead {
        push(&mut out, inline(comment)?);
    }
    push(&mut out, operator(chain, or));
    for operand in &chain.operands {
        push(&mut out, &flat_operand(operand)?);
    }
    (!out.contains('\n')).then_some(out)
}

/// The operand with its body on one line, whatever the comments beside it.
fn flat_operand(operand: &Operand) -> Option<String> {
    let body = match &operand.body {
        Body::Term(text) => text.clone(),
        Body::Group(group) => format!("({})", flat_group(group)?),
    };
    let lines = body.contains('\n') && matches!(operand.body, Body::Group(_));
    (!lines).then(|| format!("{}{body}{}", operand.head(), operand.foot()))
}

fn inline(comment: &Comment) -> Option<&str> {
    (!comment.own_line && !comment.text.contains('\n')).then_some(comment.text.as_str())
}

/// Adds `text` after a blank.
fn push(out: &mut String, text: &str) {
    if !out.is_empty() && !text.is_empty() {
        out.push(' ');
    }
    out.push_str(text);
}

/// Lines in the making.
#[derive(Debug, Default)]
struct Page {
    lines: Vec<String>,
}

impl Page {
    fn line(&mut self, indent: usize, text: &str) {
        self.lines.push(format!("{:indent$}{text}", ""));
    }

    /// One alternative a line; of one alone, what it asks for line by line.
    fn branches(&mut self, group: &Group, indent: usize) {
        for (at, branch) in group.branches.iter().enumerate() {
            let or = at > 0;
            let single = group.branches.len() == 1;
            if !single && self.fits_on_one(branch, or, indent) {
                continue;
            }
            for (nth, chain) in branch.iter().enumerate() {
                match nth {
                    0 => self.chain(chain, or, indent),
                    _ => self.chain(chain, false, if single { indent } else { indent + INDENT }),
                }
            }
        }
        for comment in &group.tail {
            self.line(indent, &comment.text);
        }
    }

    /// Writes an alternative on one line, below the comments before it. Whether it fits.
    fn fits_on_one(&mut self, branch: &[Chain], or: bool, indent: usize) -> bool {
        let Some((first, rest)) = branch.split_first() else { return true };
        let mut text = lead_text(first, or);
        for operand in &first.operands {
            let Some(flat) = flat_operand(operand) else { return false };
            push(&mut text, &flat);
        }
        for chain in rest {
            let Some(flat) = flat_chain(chain, false) else { return false };
            push(&mut text, &flat);
        }
        if text.contains('\n') || indent + text.width() > WIDTH {
            return false;
        }
        self.lead_lines(first, indent);
        self.line(indent, &text);
        true
    }

    /// Comments that have a line of their own.
    fn lead_lines(&mut self, chain: &Chain, indent: usize) {
        for comment in chain.lead.iter().filter(|comment| comment.own_line) {
            self.line(indent, &comment.text);
        }
    }

    /// Terms near each other; a group that does not fit is opened over several lines.
    fn chain(&mut self, chain: &Chain, or: bool, indent: usize) {
        self.lead_lines(chain, indent);
        let mut text = lead_text(chain, or);
        let mut operands = chain.operands.iter().peekable();
        while let Some(operand) = operands.next() {
            // What opens the next group stands on the same line.
            let next = operands.peek().map_or(0, |next| next.near.as_str().width() + 3);
            let flat = flat_operand(operand);
            let before = indent + text.width() + usize::from(!text.is_empty());
            let fits = |flat: &String| before + flat.width() + next <= WIDTH;
            match (&operand.body, flat.filter(fits)) {
                (_, Some(flat)) => push(&mut text, &flat),
                (Body::Term(term), None) => {
                    push(&mut text, &format!("{}{term}{}", operand.head(), operand.foot()));
                }
                (Body::Group(group), None) => {
                    push(&mut text, &format!("{}(", operand.head()));
                    self.line(indent, &text);
                    self.branches(group, indent + INDENT);
                    text = format!("){}", operand.foot());
                }
            }
        }
        self.line(indent, &text);
    }
}

/// The comments before a chain that have no line of their own, and the operator.
fn lead_text(chain: &Chain, or: bool) -> String {
    let mut text = String::new();
    for comment in chain.lead.iter().filter(|comment| !comment.own_line) {
        push(&mut text, &comment.text);
    }
    push(&mut text, operator(chain, or));
    text
}
