//! Where something was found: bytes for people, positions for phrases and proximity.

use mention::{EntityKind, Field, Folded, Span, Token, TokenKind};

use crate::HitSpan;

/// A place in one field of a mention, in bytes as posted and in token positions.
///
/// Positions are half open: what holds no token (`{:)}` between two words) has `first == next`, the
/// position of the token after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Stretch {
    /// The field.
    pub(crate) field: Field,
    /// The position of its first token.
    pub(crate) first: u32,
    /// Its first byte.
    pub(crate) start: u32,
    /// One past the position of its last token.
    pub(crate) next: u32,
    /// One past its last byte.
    pub(crate) end: u32,
}

/// A place between tokens: the field, the position that comes next, the byte.
pub(crate) type Edge = (Field, u32, u32);

impl Stretch {
    /// The stretch of one ordinary token.
    pub(crate) fn of(token: &Token) -> Self {
        Self {
            field: token.field,
            first: token.position,
            next: token.position + 1,
            start: token.start,
            end: token.end,
        }
    }

    /// The stretch of a whole entity, which covers the positions of its body among `tokens`; a link has none.
    pub(crate) fn of_entity(tokens: &[Token], entity: &Token) -> Self {
        let body = tokens.iter().filter(|token| {
            has_position(token) && entity.start <= token.start && token.end <= entity.end
        });
        let next = body.map(|token| token.position + 1).max().unwrap_or(entity.position);
        Self { next, ..Self::of(entity) }
    }

    /// The stretch of bytes `start..end` of `field`, whose tokens are `tokens`.
    ///
    /// Tokens far from these bytes may be left out; `gap` is one past the last position left out in front.
    pub(crate) fn of_bytes(
        tokens: &[Token],
        field: Field,
        (start, end): (u32, u32),
        gap: u32,
    ) -> Self {
        let placed = || tokens.iter().filter(|token| has_position(token));
        let touched = |ordinary: bool| {
            let inside = placed().filter(move |token| {
                is_ordinary(token) == ordinary && token.start < end && start < token.end
            });
            inside.map(|token| token.position).fold(None, |range: Option<(u32, u32)>, at| {
                Some(range.map_or((at, at), |(first, last)| (first.min(at), last.max(at))))
            })
        };
        if let Some((first, last)) = touched(true).or_else(|| touched(false)) {
            return Self { field, first, next: last + 1, start, end };
        }
        let before = placed().filter(|token| token.end <= start);
        let gap = before.map(|token| token.position + 1).fold(gap, u32::max);
        Self { field, first: gap, next: gap, start, end }
    }

    /// Whether this ends before `other` begins, in one field, sharing neither a byte nor a token.
    pub(crate) fn is_before(&self, other: &Self) -> bool {
        self.field == other.field && self.end <= other.start && self.next <= other.first
    }

    /// From the first of both to the last of both, which lie in one field.
    pub(crate) fn join(&self, other: &Self) -> Self {
        Self {
            field: self.field,
            first: self.first.min(other.first),
            next: self.next.max(other.next),
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }

    /// Where it begins; stretches are sorted by that first.
    pub(crate) fn begin(&self) -> Edge {
        (self.field, self.first, self.start)
    }

    /// Where it ends. One stretch stands before another if it ends no later than the other begins.
    pub(crate) fn finish(&self) -> Edge {
        (self.field, self.next, self.end)
    }

    /// The public form.
    fn hit_span(&self) -> HitSpan {
        HitSpan {
            span: Span { field: self.field, start: self.start, end: self.end },
            first: self.first,
            last: self.first.max(self.next.saturating_sub(1)),
        }
    }
}

/// Sorts what stands from `start` on and drops what stands there twice.
pub(crate) fn seal(stretches: &mut Vec<Stretch>, start: usize) {
    stretches[start..].sort_unstable();
    let mut kept = start;
    for at in start..stretches.len() {
        if kept == start || stretches[kept - 1] != stretches[at] {
            stretches[kept] = stretches[at];
            kept += 1;
        }
    }
    stretches.truncate(kept);
}

/// Sorts what stands from `start` on and drops what has another inside it.
pub(crate) fn keep_shortest(stretches: &mut Vec<Stretch>, start: usize) {
    seal(stretches, start);
    // Of those that begin alike the first is the shortest; what begins later and ends no later lies inside.
    let mut inner: Option<Stretch> = None;
    let mut kept = stretches.len();
    for at in (start..stretches.len()).rev() {
        let this = stretches[at];
        let alike = at > start && stretches[at - 1].begin() == this.begin();
        let holds =
            inner.is_some_and(|inner| inner.field == this.field && inner.finish() <= this.finish());
        if !alike && !holds {
            kept -= 1;
            stretches[kept] = this;
            inner = Some(this);
        }
    }
    stretches.drain(start..kept);
}

/// Whether a token is a word or an emoji, not a whole entity.
pub(crate) fn is_ordinary(token: &Token) -> bool {
    !matches!(token.kind, TokenKind::Entity(_))
}

/// Whether a token takes a position; a link has the number of the token after it.
pub(crate) fn has_position(token: &Token) -> bool {
    token.kind != TokenKind::Entity(EntityKind::Link)
}

/// The tokens of `field`.
pub(crate) fn tokens_of(folded: &Folded, field: Field) -> &[Token] {
    let tokens = folded.tokens();
    let start = tokens.partition_point(|token| token.field < field);
    let end = tokens.partition_point(|token| token.field <= field);
    &tokens[start..end]
}

/// Appends `stretches`, which it sorts, to `spans`: sorted, those that overlap made one.
pub(crate) fn merge(stretches: &mut [Stretch], spans: &mut Vec<HitSpan>) {
    stretches.sort_unstable_by_key(|s| (s.field, s.start, s.end, s.first, s.next));
    let mut open: Option<Stretch> = None;
    for &stretch in stretches.iter() {
        match &mut open {
            Some(last) if last.field == stretch.field && stretch.start < last.end => {
                *last = last.join(&stretch);
            }
            _ => {
                spans.extend(open.as_ref().map(Stretch::hit_span));
                open = Some(stretch);
            }
        }
    }
    spans.extend(open.as_ref().map(Stretch::hit_span));
}
