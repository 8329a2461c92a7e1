//! One post in a list or by itself: who, when, where, its words with what was found in them, its tags.

use mention::{EntryKind, Field, Kind, Mention, Tag};
use report::{Markup, Names};
use store::StoredMention;

use crate::layout::told_time;
use crate::parameters::encoded_part;
use crate::post::{self, Mark};
use crate::site::Sight;

/// Characters of a post in a list.
const CHARACTERS_MAX: usize = 600;

/// Characters of a post by itself.
const WHOLE_CHARACTERS_MAX: usize = 20_000;

/// Characters of a name.
const NAME_MAX: usize = 60;

/// Where a post has a page of its own.
pub(super) fn address(mention: &Mention) -> String {
    format!("/mentions/{}/{}", encoded_part(&mention.platform), encoded_part(&mention.id))
}

/// Writes a post of a list.
pub(in crate::pages) fn post(sight: &Sight<'_>, stored: &StoredMention, item: &mut Markup) {
    head(sight, stored, item);
    words(sight, stored, CHARACTERS_MAX, item);
    item.element("p", &[("class", "tags")], |line| {
        for tag in &stored.tagged.tags {
            chip(sight, tag, line);
        }
        let told = if stored.mention.reply_to.is_some() || stored.mention.conversation.is_some() {
            "why, and the conversation"
        } else {
            "why"
        };
        line.leaf("a", &[("class", "why"), ("href", &address(&stored.mention))], told);
    });
}

/// Writes a post by itself.
pub(super) fn whole(sight: &Sight<'_>, stored: &StoredMention, markup: &mut Markup) {
    head(sight, stored, markup);
    words(sight, stored, WHOLE_CHARACTERS_MAX, markup);
}

/// What its page is called: who wrote it, where and when.
pub(super) fn title(sight: &Sight<'_>, stored: &StoredMention) -> String {
    let who: String =
        report::quieted(&author(sight, &stored.mention)).chars().take(NAME_MAX).collect();
    let when = told_time(stored.published_at, &sight.settings.zone);
    format!("{who} on {}, {when}", stored.mention.platform)
}

fn head(sight: &Sight<'_>, stored: &StoredMention, item: &mut Markup) {
    let (mention, tagged) = (&stored.mention, &stored.tagged);
    item.element("p", &[("class", "meta")], |line| {
        line.element("span", &[("class", "who")], |who| {
            post::write(&author(sight, mention), &[], NAME_MAX, who);
        });
        line.leaf("span", &[], &mention.platform);
        let when = told_time(stored.published_at, &sight.settings.zone);
        match mention.permalink.as_deref().and_then(post::safe_address) {
            Some(address) => {
                let link = [
                    ("href", address),
                    ("rel", "noopener noreferrer nofollow"),
                    ("target", "_blank"),
                ];
                line.element("a", &link, |link| link.text(&format!("{when} ↗")));
            }
            None => line.leaf("span", &[], &when),
        }
        let facts = [
            Some(tagged.standing.name()),
            (mention.kind != Kind::Original).then(|| mention.kind.name()),
            tagged.lang.as_ref().map(mention::Lang::as_str),
            tagged.sentiment.map(mention::Sentiment::name),
            tagged.question.and_then(|asks| asks.then_some("asks")),
        ];
        for fact in facts.into_iter().flatten() {
            line.leaf("span", &[("class", "fact")], fact);
        }
        if mention.engagement.total() > 0 {
            line.leaf("span", &[], &format!("{} engagements", mention.engagement.total()));
        }
    });
}

/// Who wrote it, for those who may know.
fn author(sight: &Sight<'_>, mention: &Mention) -> String {
    let Some(author) = &mention.author else { return "somebody".to_owned() };
    match (sight.visit.visitor.names, &author.handle, &author.name) {
        (Names::Hidden, handle, name) => {
            let who = author.id.as_ref().or(handle.as_ref()).or(name.as_ref());
            let who = format!("{}#{}", mention.platform, who.map_or("", String::as_str));
            format!("person {}", sight.settings.access.pseudonym(&who))
        }
        (Names::Shown, Some(handle), _) => format!("@{handle}"),
        (Names::Shown, None, Some(name)) => name.clone(),
        (Names::Shown, None, None) => "somebody".to_owned(),
    }
}

fn words(sight: &Sight<'_>, stored: &StoredMention, characters_max: usize, item: &mut Markup) {
    if stored.mention.kind == Kind::Direct {
        item.leaf("p", &[("class", "post quiet")], "(a direct message)");
        return;
    }
    for field in Field::ALL {
        let text = stored.mention.field(field);
        if text.is_empty() {
            continue;
        }
        let class = match field {
            Field::Title => "post title",
            Field::Text => "post",
            Field::Quoted | Field::Alt => "post quiet",
        };
        item.element("p", &[("class", class), ("dir", "auto")], |line| {
            if matches!(field, Field::Quoted | Field::Alt) {
                line.leaf("span", &[("class", "fact")], field.name());
                line.text(" ");
            }
            post::write(text, &marks(sight, &stored.tagged.tags, field), characters_max, line);
        });
    }
}

fn marks(sight: &Sight<'_>, tags: &[Tag], field: Field) -> Vec<Mark> {
    let of_tag = |tag: &Tag| {
        let label = label(sight, tag);
        let here = tag.spans.iter().filter(move |span| span.field == field).copied();
        let mark = move |span: mention::Span| Mark {
            bytes: span.start as usize..span.end as usize,
            label: label.clone(),
        };
        here.map(mark).collect::<Vec<_>>()
    };
    tags.iter().flat_map(of_tag).collect()
}

/// What people call a tag.
pub(super) fn label(sight: &Sight<'_>, tag: &Tag) -> String {
    let catalog = sight.catalog().ok();
    let entry = catalog.as_ref().and_then(|catalog| catalog.get(tag.name.as_str()));
    entry.map_or_else(|| tag.name.to_string(), |entry| entry.label.clone())
}

/// Writes a tag that leads to its mentions.
pub(super) fn chip(sight: &Sight<'_>, tag: &Tag, line: &mut Markup) {
    let catalog = sight.catalog().ok();
    let entry = catalog.as_ref().and_then(|catalog| catalog.get(tag.name.as_str()));
    let class = match entry.map(|entry| entry.kind) {
        Some(EntryKind::Brand(_)) => "chip brand-chip",
        Some(EntryKind::Campaign) => "chip campaign-chip",
        _ => "chip",
    };
    let address = crate::parameters::Parameters::default().with("tag", Some(tag.name.as_str()));
    let address = address.behind("/mentions");
    let title = tag.name.as_str();
    line.leaf("a", &[("class", class), ("href", &address), ("title", title)], &label(sight, tag));
}
