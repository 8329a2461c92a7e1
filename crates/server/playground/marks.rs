//! A post cut into pieces by the words that rules found in it.

use mention::{Field, Mention, Tag};

/// A piece of a text, and the tags whose words it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece<'p> {
    pub(super) text: &'p str,
    /// Sorted by name; empty between words.
    pub(super) tags: Vec<&'p str>,
}

/// The text of `field`, whole, cut wherever the words of a tag begin or end.
pub(super) fn pieces<'p>(post: &'p Mention, field: Field, tags: &'p [Tag]) -> Vec<Piece<'p>> {
    let text = post.field(field);
    let spans = tags.iter().flat_map(|tag| {
        let here = tag.spans.iter().filter(move |span| span.field == field);
        here.map(|span| (span.start as usize, span.end as usize, tag.name.as_str()))
    });
    let spans: Vec<(usize, usize, &str)> =
        spans.filter(|(start, end, _)| text.get(*start..*end).is_some()).collect();
    let mut cuts: Vec<usize> = spans.iter().flat_map(|(start, end, _)| [*start, *end]).collect();
    cuts.extend([0, text.len()]);
    cuts.sort_unstable();
    cuts.dedup();
    let piece = |two: &[usize]| {
        let (from, to) = (two[0], two[1]);
        let over = spans.iter().filter(|(start, end, _)| *start <= from && to <= *end);
        let mut tags: Vec<&str> = over.map(|(_, _, name)| *name).collect();
        tags.sort_unstable();
        tags.dedup();
        Piece { text: &text[from..to], tags }
    };
    cuts.windows(2).map(piece).collect()
}

/// The number of a tag's color, below `hues`: the same whatever other tags there are.
pub(super) fn hue(tag: &str, hues: u32) -> u32 {
    // FNV-1a: short names that differ little must not get one color.
    let hash = tag
        .bytes()
        .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    hash % hues
}

#[cfg(test)]
mod tests {
    use mention::{Cause, Field, Mention, Provenance, Span, Tag, TagName};

    use super::{hue, pieces};

    fn tag(name: &str, spans: &[(u32, u32)]) -> Tag {
        let name = TagName::parse(name).unwrap();
        let span =
            |(start, end): &(u32, u32)| Span { field: Field::Text, start: *start, end: *end };
        Tag {
            rule: name.clone(),
            name,
            provenance: Provenance::Import,
            cause: Cause::Words,
            clause: 0,
            spans: spans.iter().map(span).collect(),
        }
    }

    #[track_caller]
    fn check(text: &str, tags: &[Tag], expected: &[(&str, &[&str])]) {
        let post = Mention { text: text.to_owned(), ..Mention::default() };
        let pieces = pieces(&post, Field::Text, tags);
        let found: Vec<(&str, &[&str])> = pieces.iter().map(|it| (it.text, &*it.tags)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn pieces_are_the_whole_text_and_know_every_tag_over_them() {
        check("", &[], &[]);
        check("late", &[], &[("late", &[])]);
        let (a, b) = (tag("a", &[(0, 5), (6, 9)]), tag("b", &[(3, 9)]));
        check(
            "überaus gut",
            &[b, a],
            &[
                ("üb", &["a"]),
                ("er", &["a", "b"]),
                ("a", &["b"]),
                ("us ", &["a", "b"]),
                ("gut", &[]),
            ],
        );
        check("late", &[tag("a", &[(2, 9), (0, 4)])], &[("late", &["a"])]);
    }

    #[test]
    fn a_color_is_the_tags_own() {
        assert_eq!(hue("velmora", 8), hue("velmora", 8));
        let used: std::collections::BTreeSet<u32> =
            ["a", "b", "c", "late", "price", "velmora", "praise", "stock"]
                .map(|it| hue(it, 8))
                .into();
        assert!(used.len() >= 4, "{used:?}");
    }
}
