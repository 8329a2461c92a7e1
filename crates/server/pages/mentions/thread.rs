//! The conversation a mention stands in: what it answers, what answers it, and who of them is us.

use std::collections::{BTreeMap, BTreeSet};

use mention::{Sample, Standing, Timestamp};
use report::Markup;
use store::StoredMention;

use super::write;
use crate::error::Wrong;
use crate::layout::told_time;
use crate::site::Sight;

/// Posts above a mention that are gone back to.
const ABOVE_MAX: usize = 50;

/// Posts of a conversation that are shown.
const SHOWN_MAX: usize = 100;

/// Posts that are read to find answers, a few hours of them at a time.
const READ_MAX: usize = 30_000;

/// How long after the first post answers are looked for, and before it where its beginning is not known.
const LATER_MAX: i64 = 28 * 24 * HOUR;
const EARLIER: i64 = 2 * 24 * HOUR;

/// Hours read at a time.
const STEP: i64 = 6 * HOUR;

const HOUR: i64 = 3_600_000;

/// Steps to the right that are drawn.
const DEPTH_MAX: usize = 4;

/// A conversation as far as it is kept.
pub(super) struct Thread {
    /// Its posts, each below what it answers, with how far below the first.
    posts: Vec<(usize, StoredMention)>,
    /// Whether the first answers a post that is not kept.
    begins_elsewhere: bool,
    /// Until when answers were looked for, where there may be later ones.
    looked_until: Option<Timestamp>,
}

/// What is known of a post before it is shown.
struct Link {
    at: Timestamp,
    answers: Option<String>,
    is_of_conversation: bool,
}

impl Thread {
    /// The conversation around a mention.
    ///
    /// # Errors
    ///
    /// When the store does not answer.
    ///
    /// # Cost
    ///
    /// Reads [`READ_MAX`] texts, and those of the last [`STEP`].
    pub(super) fn around(sight: &Sight<'_>, stored: &StoredMention) -> Result<Self, Wrong> {
        let mut top = stored.clone();
        let mut met = BTreeSet::from([top.mention.id.clone()]);
        let above =
            |post: &StoredMention| post.mention.reply_to.as_ref().and_then(|to| to.id.clone());
        let mut begins_elsewhere = false;
        for _ in 0..ABOVE_MAX {
            let Some(id) = above(&top).filter(|id| met.insert(id.clone())) else { break };
            let Some(before) = sight.store.mention(&top.mention.platform, &id)? else {
                begins_elsewhere = true;
                break;
            };
            top = before;
        }
        let (links, looked_until) = links(sight, &top)?;
        let posts = placed(sight, &top, &links)?;
        Ok(Self { posts, begins_elsewhere, looked_until })
    }

    /// Writes it; `here` is the post whose page it stands on.
    pub(super) fn write(&self, sight: &Sight<'_>, here: &StoredMention, main: &mut Markup) {
        main.element("section", &[("class", "conversation")], |section| {
            section.leaf("h2", &[], "The conversation");
            if self.begins_elsewhere {
                let told = "It begins with a post that is not kept here.";
                section.leaf("p", &[("class", "lead")], told);
            } else if self.posts.len() == 1 {
                section.leaf(
                    "p",
                    &[("class", "lead")],
                    "It answers nothing, and no answer to it is kept.",
                );
            }
            section.element("ol", &[("class", "thread")], |list| {
                for (depth, post) in &self.posts {
                    let ours = post.tagged.standing == Standing::Sent;
                    let class = format!("deep{depth}{}", if ours { " ours" } else { "" });
                    let at = [("class", class.as_str()), ("aria-current", "true")];
                    let is_here = post.mention.id == here.mention.id;
                    list.element("li", if is_here { &at } else { &at[..1] }, |item| {
                        if ours {
                            item.leaf("p", &[("class", "team")], "Our team");
                        }
                        write::post(sight, post, item);
                        inside(sight, post, item);
                    });
                }
            });
            if let Some(until) = self.looked_until {
                let until = told_time(until, &sight.settings.zone);
                let told =
                    format!("Answers were looked for until {until}; there may be later ones.");
                section.leaf("p", &[("class", "quiet")], &told);
            }
        });
    }
}

/// The answer that stands inside a review.
fn inside(sight: &Sight<'_>, post: &StoredMention, item: &mut Markup) {
    let Some(answer) = &post.mention.answered else { return };
    let at = told_time(answer.at, &sight.settings.zone);
    item.leaf("p", &[("class", "team")], &format!("Our team answered inside the review on {at}"));
}

/// What was posted after `top` and may belong to it, by id; and until when was looked.
fn links(
    sight: &Sight<'_>,
    top: &StoredMention,
) -> Result<(BTreeMap<String, Link>, Option<Timestamp>), Wrong> {
    let first = &top.mention;
    let conversation = first.conversation.as_deref();
    let is_beginning = conversation.is_none_or(|conversation| conversation == first.id);
    let earlier = if is_beginning { 0 } else { EARLIER };
    let mut from = Timestamp(top.published_at.0.saturating_sub(earlier));
    let end = Timestamp(sight.data.1.0.saturating_add(1));
    let end = end.min(Timestamp(top.published_at.0.saturating_add(LATER_MAX)));
    let (mut links, mut read) = (BTreeMap::new(), 0);
    while from < end && read < READ_MAX {
        let to = Timestamp(from.0.saturating_add(STEP)).min(end);
        sight.store.read_kept(from, to, Sample::WHOLE, |kept| {
            read += 1;
            let mention = kept.mention;
            if mention.platform != first.platform || mention.id == first.id {
                return;
            }
            let answers = mention.reply_to.as_ref().and_then(|to| to.id.clone());
            let is_of_conversation =
                conversation.is_some() && mention.conversation.as_deref() == conversation;
            if answers.is_some() || is_of_conversation {
                let link = Link { at: kept.published_at, answers, is_of_conversation };
                links.insert(mention.id.clone(), link);
            }
        })?;
        from = to;
    }
    Ok((links, (from < sight.data.1).then_some(from)))
}

/// The posts in the order they are read: each below what it answers, the earlier first.
fn placed(
    sight: &Sight<'_>,
    top: &StoredMention,
    links: &BTreeMap<String, Link>,
) -> Result<Vec<(usize, StoredMention)>, Wrong> {
    let first = &top.mention;
    let mut below: BTreeMap<&str, Vec<(Timestamp, &str)>> = BTreeMap::new();
    for (id, link) in links {
        let answered =
            link.answers.as_deref().filter(|to| *to == first.id || links.contains_key(*to));
        // A post of the conversation whose own question is not kept stands below the first.
        let answered = answered.or_else(|| link.is_of_conversation.then_some(first.id.as_str()));
        if let Some(answered) = answered {
            below.entry(answered).or_default().push((link.at, id));
        }
    }
    for answers in below.values_mut() {
        answers.sort_unstable();
    }
    let mut posts = vec![(0, top.clone())];
    let mut waiting: Vec<(usize, &str)> = Vec::new();
    let mut shown = BTreeSet::from([first.id.as_str()]);
    let put = |waiting: &mut Vec<_>, depth: usize, id: &str| {
        let answers = below.get(id).into_iter().flatten().rev();
        waiting.extend(answers.map(|(_, id)| ((depth + 1).min(DEPTH_MAX), *id)));
    };
    put(&mut waiting, 0, &first.id);
    while let Some((depth, id)) = waiting.pop() {
        if posts.len() == SHOWN_MAX || !shown.insert(id) {
            continue;
        }
        if let Some(post) = sight.store.mention(&first.platform, id)? {
            posts.push((depth, post));
        }
        put(&mut waiting, depth, id);
    }
    Ok(posts)
}
