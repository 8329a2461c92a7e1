//! What the playground's form asks for.

use mention::{Mention, Timestamp};

use super::json::Post;
use crate::form::Form;

/// Bytes of rules that are tried.
pub(super) const RULES_BYTES_MAX: usize = 1 << 20;

/// Bytes of posts that are tried.
pub(super) const POSTS_BYTES_MAX: usize = 2 << 20;

/// Posts that are tried.
pub(super) const POSTS_MAX: usize = 2_000;

/// Posts of the store that are tried, unless a number is said.
pub(super) const STORED: usize = 200;

/// What is to be done with the rules.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Act {
    /// They are tried.
    #[default]
    Try,
    /// Another file is opened.
    Open,
    /// They are laid out.
    Lay,
    /// They are written to their file.
    Save,
    /// They are handed out as a file.
    Download,
}

/// Where the posts come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum From {
    /// The store.
    #[default]
    Store,
    /// The field of the form.
    Text,
}

/// A form as it was filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Ask {
    pub(super) act: Act,
    /// The file that is edited.
    pub(super) file: String,
    /// The mark of its text when it was opened.
    pub(super) mark: String,
    /// Its text.
    pub(super) text: String,
    pub(super) from: From,
    /// Posts, one a line.
    pub(super) posts: String,
    /// The tag that posts of the store must have there.
    pub(super) tag: Option<String>,
    /// The tag of which posts are shown; `-` for those without any.
    pub(super) show: Option<String>,
    /// The post that is explained.
    pub(super) why: Option<usize>,
    /// The rule that is asked about.
    pub(super) rule: Option<String>,
    /// Whether only what changes is answered, for the script.
    pub(super) part: bool,
}

impl Ask {
    /// Reads the fields of `form`.
    pub(super) fn read(form: &Form) -> Self {
        let filled = |name: &str| Some(form.text(name)).filter(|value| !value.is_empty());
        let act = match form.text("do").as_str() {
            "open" => Act::Open,
            "lay" => Act::Lay,
            "save" => Act::Save,
            "download" => Act::Download,
            _ => Act::Try,
        };
        // A button that was pressed wins over what was chosen before.
        let chosen = |button: &str, before: &str| filled(button).or_else(|| filled(before));
        let why = chosen("explain", "why").and_then(|number| number.parse().ok());
        Self {
            act,
            file: form.text("file"),
            mark: form.text("mark"),
            text: form.text("text"),
            from: if form.text("from") == "text" { From::Text } else { From::Store },
            posts: form.text("posts"),
            tag: filled("tag").map(|tag| tag.trim().to_owned()),
            show: chosen("pick", "show").filter(|show| show != "*"),
            why,
            rule: filled("rule"),
            part: form.text("part") == "1",
        }
    }
}

/// The posts in a field, a line each: a text, or an object of JSON where it begins with `{`.
///
/// # Errors
///
/// What is wrong with the first line that is no post, for the person who wrote it.
pub(super) fn posts(text: &str, now: Timestamp) -> Result<Vec<Mention>, String> {
    if text.len() > POSTS_BYTES_MAX {
        return Err(format!("the posts have more than {} MB; take fewer", POSTS_BYTES_MAX >> 20));
    }
    let mut posts = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        if posts.len() == POSTS_MAX {
            return Err(format!("there are more than {POSTS_MAX} posts; take fewer"));
        }
        let post = if line.starts_with('{') {
            let wrong = |why: String| format!("line {number} of the posts: {why}");
            Post::read(line).and_then(|post| post.mention(now)).map_err(wrong)?
        } else {
            Mention { text: line.to_owned(), published_at: Some(now), ..Mention::default() }
        };
        posts.push(post);
    }
    Ok(posts)
}

/// Posts as lines that [`posts`] reads, at most as many as may be tried; and whether all of them.
pub(super) fn lines(posts: &[Mention]) -> (String, bool) {
    let mut lines = String::new();
    for post in posts {
        let line = Post::of(post).line();
        if lines.len() + line.len() + 1 > POSTS_BYTES_MAX {
            return (lines, false);
        }
        lines.push_str(&line);
        lines.push('\n');
    }
    (lines, true)
}

#[cfg(test)]
mod tests {
    use mention::{Author, Lang, Mention, Timestamp};

    use super::{POSTS_MAX, lines, posts};

    const NOW: Timestamp = Timestamp(1_795_348_800_000);

    #[test]
    fn a_line_is_a_text_or_says_more_as_json() {
        let read = posts(
            "late again\n\n  {\"text\": \"sent\", \"lang\": \"sv\", \"author\": \"@kim\"}\n",
            NOW,
        );
        let read = read.unwrap();
        assert_eq!((read[0].text.as_str(), read[0].published_at), ("late again", Some(NOW)));
        let author = Author { handle: Some("kim".to_owned()), ..Author::default() };
        assert_eq!((read[1].lang, read[1].author.clone()), (Lang::parse("sv"), Some(author)));
        assert_eq!(read.len(), 2);
    }

    #[test]
    fn what_is_written_is_read_again() {
        let post = Mention {
            text: "two\nlines, \"quotes\" and 😀".to_owned(),
            title: Some("{".to_owned()),
            platform: "reddit".to_owned(),
            own_place: Some("subreddit:acme".to_owned()),
            addressed: vec!["acme".to_owned()],
            published_at: Some(Timestamp(1_000)),
            ..Mention::default()
        };
        let (text, whole) = lines(std::slice::from_ref(&post));
        assert!(whole && text.lines().count() == 1, "{text}");
        assert_eq!(posts(&text, NOW).unwrap(), [post]);
    }

    #[test]
    fn what_is_no_post_is_told_with_its_line() {
        let told = |text: &str| posts(text, NOW).unwrap_err();
        assert!(told("a\n{\"txt\": 1}").starts_with("line 2 of the posts: unknown field `txt`"));
        assert!(told("{\"text\":\"a\",\"lang\":\"english\"}").contains("no language"));
        assert!(told("{\"text\":\"a\",\"published\":\"today\"}").contains("no time"));
        assert!(told(&"a\n".repeat(POSTS_MAX + 1)).contains("more than 2000 posts"));
        assert!(posts(&"a\n".repeat(POSTS_MAX), NOW).is_ok());
    }
}
