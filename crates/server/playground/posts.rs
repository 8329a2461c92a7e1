//! The right side of the playground: posts with the words that rules found, and what each rule found in all.

use mention::{Field, Mention, TagName, Tagged};
use report::Markup;
use tagger::{Miss, Reason};

use super::ask::Ask;
use super::marks::{hue, pieces};
use super::page::option;
use super::tried::{Explained, Kind, Tried};
use crate::post::write_plain;

/// Posts that are shown; all are counted.
const SHOWN_MAX: usize = 50;

/// Characters of a text that are shown; rules are tried on all of it.
const CHARACTERS_MAX: usize = 2_000;

/// Tags whose counts are shown before the others are folded away.
const COUNTS_MAX: usize = 12;

/// Rules that are named as having found nothing.
const SILENT_MAX: usize = 60;

/// Colors there are for tags.
const HUES: u32 = 8;

/// What became of the posts.
pub(super) struct Seen<'s> {
    pub(super) tried: &'s Tried,
    /// Of the post that is asked about.
    pub(super) explained: Option<&'s Explained>,
    /// Every rule there is, by id.
    pub(super) rules: &'s [String],
}

/// Writes them.
pub(super) fn write(seen: &Seen<'_>, ask: &Ask, part: &mut Markup) {
    let tried = seen.tried;
    part.element("div", &[("role", "status")], |status| {
        status.leaf("p", &[("class", "summary")], &summary(tried));
    });
    // What was chosen stays chosen when something else is pressed.
    let why = ask.why.map(|why| why.to_string()).unwrap_or_default();
    part.void("input", &[("type", "hidden"), ("name", "why"), ("value", &why)]);
    let show = ask.show.as_deref().unwrap_or_default();
    part.void("input", &[("type", "hidden"), ("name", "show"), ("value", show)]);
    write_counts(tried, ask, part);
    part.element("p", &[("class", "row")], |row| {
        row.leaf("label", &[("for", "rule")], "Why not");
        row.element("select", &[("id", "rule"), ("name", "rule")], |select| {
            option(select, "", "the rules that come near", ask.rule.is_none());
            for rule in seen.rules {
                option(select, rule, rule, ask.rule.as_ref() == Some(rule));
            }
        });
    });
    write_list(seen, ask, part);
}

fn summary(tried: &Tried) -> String {
    let tagged = tried.posts.iter().filter(|(_, tagged)| is_found(tagged)).count();
    let all = tried.posts.len();
    let untried = match tried.untried {
        0 => String::new(),
        rest => format!("; for {rest} more the time did not suffice"),
    };
    format!("{tagged} of {all} posts have a tag{untried}")
}

fn is_found(tagged: &Tagged) -> bool {
    !tagged.tags.is_empty() || !tagged.excluded_by.is_empty()
}

fn write_counts(tried: &Tried, ask: &Ask, part: &mut Markup) {
    part.element(
        "div",
        &[("class", "counts"), ("role", "group"), ("aria-label", "Show posts")],
        |counts| {
            let without = tried.posts.iter().filter(|(_, tagged)| !is_found(tagged)).count();
            pick(counts, ask, ("*", "all posts", tried.posts.len()), None);
            for count in tried.counts.iter().take(COUNTS_MAX) {
                pick(
                    counts,
                    ask,
                    (count.name.as_str(), &count.label, count.posts),
                    Some(count.kind),
                );
            }
            pick(counts, ask, ("-", "no tag", without), None);
        },
    );
    if tried.counts.len() > COUNTS_MAX {
        part.element("details", &[], |more| {
            let rest = &tried.counts[COUNTS_MAX..];
            more.leaf("summary", &[], &format!("{} more tags", rest.len()));
            more.element("div", &[("class", "counts")], |counts| {
                for count in rest {
                    let tag = (count.name.as_str(), count.label.as_str(), count.posts);
                    pick(counts, ask, tag, Some(count.kind));
                }
            });
        });
    }
    if !tried.silent.is_empty() {
        part.element("details", &[], |silent| {
            let count = tried.silent.len();
            silent.leaf("summary", &[], &format!("{count} rules found none of these posts"));
            let names: Vec<&str> =
                tried.silent.iter().take(SILENT_MAX).map(TagName::as_str).collect();
            let more = if count > SILENT_MAX { ", …" } else { "" };
            silent.leaf("p", &[("class", "hint")], &format!("{}{more}", names.join(", ")));
        });
    }
}

/// A button that shows only the posts of a tag.
fn pick(
    counts: &mut Markup,
    ask: &Ask,
    (tag, label, posts): (&str, &str, usize),
    kind: Option<Kind>,
) {
    let chosen = ask.show.as_deref().unwrap_or("*") == tag;
    let hue = format!("chip {}", kind.map_or("plain".to_owned(), |_| class_of(tag)));
    let pressed = if chosen { "true" } else { "false" };
    let field = [
        ("name", "pick"),
        ("value", tag),
        ("class", hue.as_str()),
        ("aria-pressed", pressed),
        ("title", tag),
    ];
    counts.element("button", if kind.is_some() { &field } else { &field[..4] }, |button| {
        button.leaf("b", &[], &posts.to_string());
        button.text(" ");
        button.text(label);
        if kind == Some(Kind::Noise) {
            button.leaf("i", &[], " noise");
        }
    });
}

fn class_of(tag: &str) -> String {
    format!("hue{}", hue(tag, HUES))
}

fn write_list(seen: &Seen<'_>, ask: &Ask, part: &mut Markup) {
    let chosen = |tagged: &Tagged| match ask.show.as_deref() {
        None => true,
        Some("-") => !is_found(tagged),
        Some(wanted) => {
            tagged.tags.iter().any(|tag| tag.name.as_str() == wanted)
                || tagged.excluded_by.iter().any(|id| id.as_str() == wanted)
        }
    };
    let mut all: Vec<(usize, &(Mention, Tagged))> =
        seen.tried.posts.iter().enumerate().filter(|(_, (_, tagged))| chosen(tagged)).collect();
    all.sort_by_key(|(_, (_, tagged))| !is_found(tagged));
    if all.is_empty() {
        part.leaf("p", &[("class", "hint")], "There is no such post.");
        return;
    }
    part.element("ol", &[("class", "posts")], |list| {
        for (number, (post, tagged)) in all.iter().take(SHOWN_MAX) {
            let explained = seen.explained.filter(|_| ask.why == Some(*number));
            write_post(*number, post, tagged, explained, list);
        }
    });
    if all.len() > SHOWN_MAX {
        let told = format!("{SHOWN_MAX} of {} are shown; all are counted.", all.len());
        part.leaf("p", &[("class", "hint")], &told);
    }
}

fn write_post(
    number: usize,
    post: &Mention,
    tagged: &Tagged,
    explained: Option<&Explained>,
    list: &mut Markup,
) {
    list.element("li", &[], |item| {
        for field in Field::ALL {
            if !post.field(field).is_empty() {
                write_field(post, field, tagged, item);
            }
        }
        item.element("p", &[("class", "tags")], |line| {
            for tag in &tagged.tags {
                let class = format!("chip {}", class_of(tag.name.as_str()));
                line.leaf("span", &[("class", &class)], tag.name.as_str());
            }
            for rule in &tagged.excluded_by {
                let class = format!("chip {}", class_of(rule.as_str()));
                line.leaf("span", &[("class", &class)], &format!("noise: {rule}"));
            }
            if !is_found(tagged) {
                line.leaf("span", &[("class", "chip plain")], "no tag");
            }
            if !post.platform.is_empty() {
                line.leaf("span", &[("class", "place")], &post.platform);
            }
            let label = if explained.is_some() { "Explained below" } else { "Why?" };
            let value = number.to_string();
            let spoken = format!("{label} (post {})", number + 1);
            let field = [
                ("name", "explain"),
                ("value", value.as_str()),
                ("class", "quiet"),
                ("aria-label", spoken.as_str()),
            ];
            line.leaf("button", &field, label);
        });
        if let Some(explained) = explained {
            write_explained(explained, item);
        }
    });
}

/// A text of a post, with the words of tags marked.
fn write_field(post: &Mention, field: Field, tagged: &Tagged, item: &mut Markup) {
    let class = if field == Field::Title { "said headline" } else { "said" };
    item.element("p", &[("class", class), ("dir", "auto")], |said| {
        if !matches!(field, Field::Title | Field::Text) {
            said.leaf("span", &[("class", "place")], &format!("{}: ", field.name()));
        }
        let mut left = CHARACTERS_MAX;
        for piece in pieces(post, field, &tagged.tags) {
            let end = piece.text.char_indices().nth(left).map_or(piece.text.len(), |(end, _)| end);
            let text = &piece.text[..end];
            left -= text.chars().count();
            let Some(first) = piece.tags.first().filter(|_| !text.is_empty()) else {
                write_plain(text, said);
                continue;
            };
            let labels: Vec<&str> = piece.tags.iter().map(|tag| short(tag)).collect();
            said.element("mark", &[("class", &class_of(first))], |mark| {
                write_plain(text, mark);
                mark.leaf("span", &[("class", "label")], &labels.join(" · "));
            });
        }
        let whole = post.field(field).chars().count();
        if whole > CHARACTERS_MAX {
            let more = format!("… and {} more characters", whole - CHARACTERS_MAX);
            said.leaf("span", &[("class", "sign")], &more);
        }
    });
}

/// The last part of a tag's name.
fn short(tag: &str) -> &str {
    tag.rsplit('/').next().unwrap_or(tag)
}

fn write_explained(explained: &Explained, item: &mut Markup) {
    item.element("dl", &[("class", "why")], |list| {
        for (tag, reason) in &explained.why {
            list.element("dt", &[], |name| {
                let class = format!("chip {}", class_of(tag.as_str()));
                name.leaf("span", &[("class", &class)], tag.as_str());
            });
            list.element("dd", &[], |why| write_reason(reason, why));
        }
        for Miss { rule, why } in &explained.why_not {
            list.leaf("dt", &[], &format!("not {rule}"));
            list.element("dd", &[], |not| {
                for why in why {
                    not.leaf("p", &[], why);
                }
            });
        }
        if explained.why.is_empty() && explained.why_not.is_empty() {
            list.leaf("dt", &[], "no rule");
            list.leaf("dd", &[], "finds this post, and none comes near.");
        }
    });
}

fn write_reason(reason: &Reason, why: &mut Markup) {
    why.element("p", &[], |line| {
        if let Some(because) = reason.because {
            line.text(because);
            line.text(" ");
        }
        if let Some(part) = &reason.part {
            line.text("by ");
            line.leaf("code", &[], part);
        }
        if let Some(place) = &reason.place {
            line.leaf("span", &[("class", "place")], &format!("{}:{}", place.file, place.line));
        }
    });
    // A part of a rule is enough to act on where it was words.
    if reason.because.is_none() && reason.part.is_none() {
        why.leaf("p", &[], "by a rule of another set");
    }
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn a_label_is_the_last_part_of_a_name() {
        assert_eq!(short("velmora/service/delivery"), "delivery");
        assert_eq!(short("velmora"), "velmora");
    }
}
