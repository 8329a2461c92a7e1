//! A small store with rules, tagged by them: honest posts and hostile ones.

use std::path::Path;
use std::sync::Arc;

use mention::{
    Author, Batch, Content, Event, Kind, Mention, Outcome, Part, Position, Record, ReplyTo, Role,
    RuleSetId, Timestamp,
};
use report::{AccountFacts, Book, ThemeFacts, Urgency};
use rulelang::{RuleSet, SourceFile};
use store::{OpenOptions, Store};
use tagger::{Scratch, Tagger, Trial};

use crate::site::Rules;

/// Texts that try to act.
pub(crate) const HOSTILE: &[&str] = &[
    "<script>alert(1)</script> acme late",
    "\"><img src=x onerror=alert(1)> acme",
    "acme \u{202e}gnp.exe late \u{2066}x",
    "=cmd|' /C calc'!A1 acme late",
    "@SUM(1+1)*cmd acme",
    "acme </textarea></title></style><svg onload=alert(1)> late",
    "acme javascript:alert(1) late",
];

/// The first instant of it: 9 November 2026.
const BEGIN: i64 = 1_794_182_400_000;

pub(crate) fn rules() -> Rules {
    let text = "[[brand]]\nid = \"acme\"\nlabel = \"Acme <b>\"\nrole = \"own\"\nquery = 'acme'\n\
                accounts = [\"acme_cares\"]\n\n\
                [[theme]]\nid = \"late\"\nlabel = \"=late\"\nquery = 'late'\nanswer = true\n";
    let file = SourceFile { name: "a.rules.toml".into(), text: text.into() };
    let (rules, findings) = RuleSet::read(&[file], &|_, _| Ok(Vec::new())).unwrap();
    let tagger = Arc::new(Tagger::new(rules, Trial::Silent).unwrap());
    Rules { path: "rules".into(), tagger: Some(tagger), book: book(), findings, trouble: None }
}

/// What reports go by: the theme needs an answer, and the account is ours.
fn book() -> Book {
    let theme = ThemeFacts { id: "late".into(), answer: true, urgency: Urgency::Watch };
    let account = AccountFacts {
        handle: Some("acme_cares".into()),
        ids: Vec::new(),
        platform: None,
        role: Role::Brand,
        automated: false,
    };
    let (own, themes, accounts) = (vec!["acme".to_owned()], vec![theme], vec![account]);
    Book { own, themes, accounts, ..Book::default() }
}

/// Writes the store: fifty honest posts, then the hostile ones, then a flood.
pub(crate) fn write(path: &Path, rules: &Rules) {
    let mut texts: Vec<String> = (0..50).map(|n| format!("my acme parcel {n} is late")).collect();
    texts.extend(HOSTILE.iter().map(|text| (*text).to_owned()));
    texts.push(format!("acme flood {}", "\u{200b}".repeat(100_000)));
    commit(path, rules, texts.iter().enumerate().map(|(at, text)| post(at, text)).collect());
}

/// Adds a question, our answer, thanks for it, and posts that have nothing to do with it.
pub(crate) fn write_conversation(path: &Path) {
    let said = |id: &str, to: Option<&str>, handle: &str, text: &str| {
        let at = ["ask", "answer", "thanks"].iter().position(|known| *known == id).unwrap_or(5);
        let author = Author { handle: Some(handle.to_owned()), ..Author::default() };
        let reply_to = to.map(|id| ReplyTo { id: Some(id.to_owned()), author: None });
        let kind = if to.is_some() { Kind::Reply } else { Kind::Original };
        let (author, id) = (Some(author), id.to_owned());
        Mention { id, author, reply_to, kind, ..post(60 + at, text) }
    };
    let posts = vec![
        said("ask", None, "kim", "where is my acme parcel?\nplease help"),
        said("answer", Some("ask"), "acme_cares", "we look into it"),
        said("thanks", Some("answer"), "kim", "thank you acme"),
        said("other", None, "lee", "another acme question"),
        said("lost", Some("elsewhere"), "lee", "acme answers too late"),
    ];
    commit(path, &rules(), posts);
}

/// Adds floods: of words, of line ends, of signs that turn the text around, each as long as a record may be.
pub(crate) fn write_floods(path: &Path) {
    const LONG: usize = 1_000_000;
    let flood = |id: &str, text: String| Mention { id: id.to_owned(), ..post(100, &text) };
    let many =
        |n: usize| flood(&format!("long{n}"), format!("acme {n} {}", "late ".repeat(LONG / 5)));
    let mut posts = vec![
        flood("wide", format!("acme {}", "\u{202e}".repeat(LONG / 3))),
        flood("tall", format!("acme {} late", "\n".repeat(LONG))),
        flood("long", format!("acme {}", "x".repeat(LONG))),
    ];
    posts.extend((0..9).map(many));
    commit(path, &rules(), posts);
}

fn commit(path: &Path, rules: &Rules, posts: Vec<Mention>) {
    let rules = rules.tagger.as_ref().unwrap();
    let id: RuleSetId = rules.rules().id;
    let mut store = Store::open(path, &OpenOptions::default()).unwrap();
    store.put_rules(id, &rules.rules().canonical, &rules.rules().catalog()).unwrap();
    let record = |(at, post): (usize, Mention)| {
        let event = Event::posted(post, None).unwrap();
        Record { at: None, position: Position(at as u64), content: Content::Event(event) }
    };
    let records: Vec<Record> = posts.into_iter().enumerate().map(record).collect();
    let part = Part { source: "stdin".into(), name: "-".into() };
    let batch = Batch { part, from: Position(0), to: Position(records.len() as u64), records };
    let mut scratch = Scratch::default();
    let tagged = batch.mentions().map(|mention| rules.tag_mention(mention, &mut scratch)).collect();
    store.commit_unpositioned(&Outcome { rules: id, batch, tagged }).unwrap();
}

fn post(at: usize, text: &str) -> Mention {
    let hour = i64::try_from(at).unwrap() * 3_600_000;
    Mention {
        platform: "twitter".into(),
        id: format!("a/b?{at}"),
        permalink: Some(if at.is_multiple_of(2) {
            "javascript:alert(1)".into()
        } else {
            format!("https://x.com/{at}")
        }),
        author: Some(Author {
            id: Some(format!("7{at}")),
            handle: Some(format!("hidden_handle_{at}")),
            name: Some("<b>Mallory</b>".into()),
            ..Author::default()
        }),
        text: text.to_owned(),
        published_at: Some(Timestamp(BEGIN + hour)),
        ..Mention::default()
    }
}
