//! The made-up world as lines of JSON, with the little mess that real feeds have.

use std::io::{self, Write};

use serde::Serialize;

use super::world::Post;

/// One line of the native format.
#[derive(Serialize)]
struct Line<'a> {
    id: &'a str,
    platform: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<Author<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    created_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    observed_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lang: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    in_reply_to: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    community: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sentiment: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    likes: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reposts: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    replies: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    impressions: Option<u64>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    deleted: bool,
}

#[derive(Serialize)]
struct Author<'a> {
    handle: &'a str,
    followers: u64,
}

impl<'a> Line<'a> {
    fn of(post: &'a Post) -> Self {
        Self {
            id: &post.id,
            platform: post.platform,
            author: Some(Author { handle: &post.author, followers: post.followers }),
            text: Some(&post.text),
            created_at: time(post.at),
            observed_at: None,
            lang: Some(post.lang),
            kind: Some(post.kind),
            in_reply_to: post.reply_to.as_ref().map(|(id, _)| id.as_str()),
            community: post.community,
            sentiment: post.sentiment,
            likes: Some(post.likes),
            reposts: Some(post.reposts),
            replies: Some(post.replies),
            impressions: post.impressions,
            deleted: false,
        }
    }

    /// The same post seen again two hours later, with more likes.
    fn refreshed(post: &'a Post) -> Self {
        let likes = Some(post.likes * 2 + 1);
        Self { likes, observed_at: Some(time(post.at + 7_200)), ..Self::of(post) }
    }

    fn deleted(post: &'a Post) -> Self {
        let (author, text, lang, kind, community, sentiment) = (None, None, None, None, None, None);
        let (likes, reposts, replies, impressions) = (None, None, None, None);
        let observed_at = Some(time(post.at + 10_800));
        Self {
            author,
            text,
            lang,
            kind,
            community,
            sentiment,
            likes,
            reposts,
            replies,
            impressions,
            observed_at,
            in_reply_to: None,
            deleted: true,
            ..Self::of(post)
        }
    }
}

fn time(seconds: i64) -> String {
    jiff::Timestamp::from_second(seconds).map(|at| at.to_string()).unwrap_or_default()
}

/// Writes the posts; some come twice, some come again with new figures, some are taken back, three cannot be read.
///
/// # Errors
///
/// When `out` cannot be written.
pub(super) fn write(posts: &[Post], out: &mut impl Write) -> io::Result<()> {
    for (number, post) in posts.iter().enumerate() {
        line(&Line::of(post), out)?;
        match number % 400 {
            17 => line(&Line::of(post), out)?,
            101 | 102 => line(&Line::refreshed(post), out)?,
            307 => line(&Line::deleted(post), out)?,
            _ => {}
        }
        if number % 15_000 == 9_999 {
            out.write_all(b"{\"id\":\"cut-off\",\"text\":\"a line that ends too ear\n")?;
        }
    }
    Ok(())
}

fn line(line: &Line<'_>, out: &mut impl Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")
}
