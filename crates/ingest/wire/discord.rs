//! Discord: messages as its API gives them, alone or in a list, and the events of its gateway.

use super::preset::{Each, Said, Shape};
use super::time::{DISCORD_EPOCH, of_snowflake};
use super::tree::Tree;
use super::{Raw, Slot, Slots};

pub(super) const SHAPE: Shape = Shape {
    passed_over: &[
        "accent_color",
        "avatar",
        "avatar_decoration_data",
        "banner",
        "burst_colors",
        "clan",
        "components",
        "discriminator",
        "me",
        "me_burst",
        "nonce",
        "permissions",
        "primary_guild",
        "proxy_url",
    ],
    fits,
    read,
};

fn fits(record: &Tree<'_>) -> bool {
    let one = record.items().first().unwrap_or(record);
    let message = one.get("channel_id").is_there() && one.get("content").is_there();
    message || one.get("op").is_there() && one.get("t").is_there()
}

fn read(record: &Tree<'_>, each: &mut Each<'_>) {
    if let Tree::List(messages) = record {
        return messages.iter().for_each(|one| each(message(one)));
    }
    if !record.get("op").is_there() {
        return each(message(record));
    }
    let data = record.get("d");
    match record.get("t").text() {
        Some("MESSAGE_CREATE") => each(message(data)),
        // An update without words is about a link's preview or the like.
        Some("MESSAGE_UPDATE") if data.get("content").is_there() => each(message(data)),
        Some("MESSAGE_DELETE") => each(deletion(data.get("id"))),
        Some("MESSAGE_DELETE_BULK") => {
            data.get("ids").items().iter().for_each(|id| each(deletion(id)));
        }
        _ => each(Said::Nothing),
    }
}

fn deletion<'t>(id: &'t Tree<'_>) -> Said<'t> {
    let mut slots = Slots::new();
    slots.write(Slot::Platform, "discord");
    slots.put(Slot::Id, id);
    slots.set(Slot::Deleted, Some(Raw::Bool(true)));
    let born = id.name().and_then(|id| of_snowflake(&id, DISCORD_EPOCH));
    slots.set(Slot::PublishedAt, born.map(Raw::Time));
    Said::Mention(slots)
}

/// Whether people wrote it: joins, pins and the like are messages, too.
fn written(one: &Tree<'_>) -> bool {
    const BY_PEOPLE: [u64; 4] = [0, 19, 20, 23];
    one.get("type").number().is_none_or(|kind| BY_PEOPLE.contains(&kind))
}

fn message<'t>(one: &'t Tree<'_>) -> Said<'t> {
    const REPLY: u64 = 19;
    const FORWARD: u64 = 1;
    const CROSSPOST_BIT: u64 = 1 << 1;
    if !written(one) {
        return Said::Nothing;
    }
    let mut slots = Slots::new();
    slots.write(Slot::Platform, "discord");
    slots.put(Slot::Id, one.get("id"));
    slots.put(Slot::PublishedAt, one.get("timestamp"));
    slots.put(Slot::UpdatedAt, one.get("edited_timestamp"));
    author(&mut slots, one);
    let forwarded = one.get("message_snapshots").items().first().unwrap_or(&Tree::Null);
    let reference = one.get("message_reference");
    let said = if forwarded.is_object() { forwarded.get("message") } else { one };
    match said.get("content") {
        Tree::Text(content) => slots.write(Slot::Text, plain(content, one)),
        other => slots.put(Slot::Text, other),
    }
    if one.get("type").number() == Some(REPLY) {
        slots.write(Slot::Kind, "reply");
        slots.put(Slot::ReplyTo, reference.get("message_id"));
        slots.put(Slot::ReplyToAuthor, one.at("referenced_message.author.username"));
    } else if reference.get("type").number() == Some(FORWARD)
        || one.get("flags").number().is_some_and(|flags| flags & CROSSPOST_BIT != 0)
    {
        slots.write(Slot::Kind, "repost");
        slots.custom("reposted_id", reference.get("message_id"));
    }
    place(&mut slots, one);
    let named = one.get("mentions").items().iter();
    let named = named.filter_map(|user| user.get("username").text());
    slots.list(Slot::Addressed, named.map(str::to_owned).collect());
    attachments(&mut slots, said);
    if let Tree::List(reactions) = one.get("reactions") {
        let count = |reaction: &Tree<'_>| reaction.get("count").number().unwrap_or(0);
        let likes = reactions.iter().map(count).fold(0, u64::saturating_add);
        slots.set(Slot::Likes, Some(Raw::Number(likes.into())));
    }
    slots.put(Slot::Replies, one.at("thread.message_count"));
    slots.custom("webhook_id", one.get("webhook_id"));
    Said::Mention(slots)
}

fn author<'t>(slots: &mut Slots<'t>, one: &'t Tree<'_>) {
    let author = one.get("author");
    slots.put(Slot::AuthorId, author.get("id"));
    slots.put(Slot::AuthorHandle, author.get("username"));
    slots.put(Slot::AuthorName, one.at("member.nick").or(author.get("global_name")));
    if author.get("bot") == &Tree::Bool(true) {
        slots.custom("author.bot", author.get("bot"));
    }
}

/// Where it stands: a channel, of a server where that is said.
fn place<'t>(slots: &mut Slots<'t>, one: &'t Tree<'_>) {
    let Some(channel) = one.get("channel_id").text() else { return };
    slots.write(Slot::OwnPlace, format!("channel:{channel}"));
    if let (Some(server), Some(id)) = (one.get("guild_id").text(), one.get("id").text()) {
        slots.write(
            Slot::Permalink,
            format!("https://discord.com/channels/{server}/{channel}/{id}"),
        );
    }
    slots.custom("guild_id", one.get("guild_id"));
}

fn attachments<'t>(slots: &mut Slots<'t>, said: &'t Tree<'_>) {
    let mut described: Vec<&str> = Vec::new();
    for item in said.get("attachments").items() {
        let kind = item.get("content_type").text().unwrap_or_default();
        let kind = match kind.split('/').next() {
            Some("image") => "image",
            Some("video") => "video",
            _ => "other",
        };
        slots.attach(kind, item.get("url").text());
        described.extend(item.get("description").text());
    }
    slots.write_some(Slot::Alt, (!described.is_empty()).then(|| described.join("\n")));
    let links = said.get("embeds").items().iter().filter_map(|embed| embed.get("url").text());
    slots.list(Slot::Links, links.map(str::to_owned).collect());
}

/// The words as people see them: `<@1>` is `@name`, `<#1>` is `#channel`, `<:name:1>` is `:name:`.
fn plain(content: &str, one: &Tree<'_>) -> String {
    let mut out = String::with_capacity(content.len());
    let mut rest = content;
    while let Some(open) = rest.find('<') {
        let (before, from) = rest.split_at(open);
        out.push_str(before);
        let shown = from.find('>').and_then(|close| Some((close, shown(&from[1..close], one)?)));
        if let Some((close, shown)) = shown {
            out.push_str(&shown);
            rest = &from[close + 1..];
        } else {
            out.push('<');
            rest = &from[1..];
        }
    }
    out.push_str(rest);
    out
}

/// How the client shows what stands between `<` and `>`; `None` for what is none of its marks.
fn shown(mark: &str, one: &Tree<'_>) -> Option<String> {
    let digits = |id: &str| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
    let name_of = |list: &str, field: &str, id: &str| {
        let mut items = one.get(list).items().iter();
        let item = items.find(|item| item.get("id").text() == Some(id))?;
        item.get(field).text().map(str::to_owned)
    };
    if let Some(id) = mark.strip_prefix("@!").or_else(|| mark.strip_prefix('@')) {
        return digits(id).then(|| {
            format!("@{}", name_of("mentions", "username", id).unwrap_or_else(|| id.to_owned()))
        });
    }
    if let Some(id) = mark.strip_prefix('#') {
        return digits(id).then(|| {
            format!("#{}", name_of("mention_channels", "name", id).unwrap_or_else(|| id.to_owned()))
        });
    }
    let (name, id) = mark.strip_prefix("a:").or_else(|| mark.strip_prefix(':'))?.split_once(':')?;
    digits(id).then(|| format!(":{name}:"))
}
