//! The playground: rules as they are typed, held against posts; what is wrong, what they find, and why.
//!
//! What comes in is a form ([`ask`]) or JSON (`json.rs`), what goes out a page or JSON; between them is one function,
//! [`trial`]. Nothing is stored but by `Save`, which writes the rule file if it still is what was opened.

mod ask;
mod finding;
pub(crate) mod json;
mod marks;
mod page;
mod posts;
mod tried;
mod utf16;

use std::time::{Duration, Instant};

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use mention::{Kind, KindOf, Mention, MentionsOf, TagName, Timestamp};
use report::Markup;
use rulelang::SourceFile;
use tagger::Tagger;
use xxhash_rust::xxh3::xxh3_128;

use crate::error::Wrong;
use crate::form::Form;
use crate::layout::{self, Page};
use crate::readers::Readers;
use crate::route::{Needs, Route};
use crate::site::{Site, Visit};
use crate::visitor::Role;
use crate::workbench::{Unwritten, Workbench, Written};

use ask::{Act, Ask, From, POSTS_MAX, RULES_BYTES_MAX, STORED};
use finding::Told;
use page::{Notice, View};
use posts::Seen;
use tried::{Explained, Tried};

/// Its addresses.
pub(crate) const ROUTES: &[Route] = &[
    Route {
        path: "/playground",
        needs: Needs::Role(Role::Read),
        about: "Tries rules on posts as they are typed: what is wrong, what they find, why and why not.",
        answer: || get(open).post(sent).layer(DefaultBodyLimit::max(BODY_MAX)),
    },
    Route {
        path: "/api/v1/playground/run",
        needs: Needs::Role(Role::Read),
        about: "Tries the text of a rule file on posts: findings with their places, tags with their words, counts by tag.",
        answer: || post(run).layer(DefaultBodyLimit::max(BODY_MAX)),
    },
];

/// Bytes of a question: rules, posts, and a file of posts.
const BODY_MAX: usize = 12 << 20;

/// How long posts are tried.
const TRYING_MAX: Duration = Duration::from_secs(5);

/// Rules held against posts.
struct Trial {
    findings: (Vec<Told>, usize),
    /// Absent while the rules cannot be used.
    tried: Option<Tried>,
    explained: Option<Explained>,
    /// Every rule, by id.
    rules: Vec<String>,
}

/// Which post to explain, and of which rule to say why not.
#[derive(Clone, Copy, Default)]
struct Asked<'a> {
    post: Option<usize>,
    rule: Option<&'a str>,
}

/// Holds the rules, with `changed` in place of the file of that name, against posts.
fn trial(
    bench: &dyn Workbench,
    changed: SourceFile,
    posts: Vec<Mention>,
    asked: Asked<'_>,
) -> Result<Trial, Wrong> {
    if changed.text.len() > RULES_BYTES_MAX {
        return Err(Wrong::Size(RULES_BYTES_MAX));
    }
    let file = changed.name.clone();
    let review = bench.review(&[changed]).map_err(Wrong::Question)?;
    let findings = finding::told(&review.findings, &file);
    let Some(tagger) = review.tagger else {
        return Ok(Trial { findings, tried: None, explained: None, rules: Vec::new() });
    };
    let until = Instant::now() + TRYING_MAX;
    let tried = tried::tag(&tagger, posts, || Instant::now() < until);
    let explained = explained(&tagger, &tried, asked);
    let rules = tagger.rules().heads().map(|head| head.id.to_string()).collect();
    Ok(Trial { findings, tried: Some(tried), explained, rules })
}

fn explained(tagger: &Tagger, tried: &Tried, asked: Asked<'_>) -> Option<Explained> {
    let (post, found) = tried.posts.get(asked.post?)?;
    let rule = asked.rule.and_then(TagName::parse);
    Some(tried::explain(tagger, post, found, rule.as_ref()))
}

/// The newest posts of the store, at most `limit`, with `tag` if there is one; direct messages are nobody's business.
fn stored(readers: &Readers, tag: Option<&str>, limit: usize) -> Result<Vec<Mention>, Wrong> {
    let of = MentionsOf {
        tags: tag.map(ToOwned::to_owned).into_iter().collect(),
        kind: Some(KindOf::Not(Kind::Direct)),
        ..MentionsOf::published(Timestamp(i64::MIN), Timestamp(i64::MAX))
    };
    let kept = readers.lend(|store| Ok(store.mentions(&of, None, limit)?))?.unwrap_or_default();
    Ok(kept.into_iter().map(|kept| kept.mention).collect())
}

async fn open(State(site): State<Site>, visit: Visit) -> Result<Response, Wrong> {
    visit.parameters.only(&["file"])?;
    let file = visit.parameters.get("file").unwrap_or_default().to_owned();
    let ask = Ask { act: Act::Open, file, ..Ask::default() };
    answered(site, visit, ask, None).await
}

async fn sent(
    State(site): State<Site>,
    visit: Visit,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Wrong> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let form = Form::read(kind.unwrap_or_default(), &body)?;
    let ask = Ask::read(&form);
    let upload = form.upload("upload").map(|file| (file.name.to_owned(), file.bytes.to_vec()));
    answered(site, visit, ask, upload).await
}

async fn answered(
    site: Site,
    visit: Visit,
    ask: Ask,
    upload: Option<(String, Vec<u8>)>,
) -> Result<Response, Wrong> {
    let place = site.clone();
    site.work_on_rules(move |readers| {
        let bench = place.workbench();
        let mut desk =
            Desk { site: &place, bench, visit: &visit, readers, told: None, saved: false };
        desk.answer(ask, upload)
    })
    .await
}

async fn run(State(site): State<Site>, _: Visit, body: Bytes) -> Result<Response, Wrong> {
    let question = json::Question::read(&body).map_err(Wrong::Question)?;
    let place = site.clone();
    site.work_on_rules(move |readers| {
        let now = (place.settings().clock)();
        let posts = match question.posts {
            Some(posts) if posts.len() > POSTS_MAX => {
                return Err(Wrong::Question(format!("posts has more than {POSTS_MAX}")));
            }
            Some(posts) => {
                let read: Result<Vec<Mention>, String> =
                    posts.into_iter().map(|post| post.mention(now)).collect();
                read.map_err(Wrong::Question)?
            }
            None => {
                let json::Stored { limit, tag } = question.stored.unwrap_or_default();
                stored(readers, tag.as_deref(), limit.unwrap_or(STORED).min(POSTS_MAX))?
            }
        };
        let bench = place.workbench();
        let files = bench.files().map_err(Wrong::Nothing)?;
        let name = chosen(&files, question.file.as_deref().unwrap_or_default())?.name.clone();
        let asked = question.explain.as_ref();
        let asked = Asked {
            post: asked.map(|asked| asked.post),
            rule: asked.and_then(|asked| asked.rule.as_deref()),
        };
        let changed = SourceFile { name, text: question.text };
        let Trial { findings, tried, explained, .. } = trial(bench, changed, posts, asked)?;
        let answer = json::Answer::of(findings, tried.as_ref(), explained.as_ref()).text();
        Ok(fresh("application/json", answer.into_bytes()))
    })
    .await
}

/// The file of this name, or the first when none is named.
fn chosen<'f>(files: &'f [SourceFile], name: &str) -> Result<&'f SourceFile, Wrong> {
    let found =
        if name.is_empty() { files.first() } else { files.iter().find(|file| file.name == name) };
    found.ok_or_else(|| Wrong::Nothing(format!("there is no rule file \"{name}\"")))
}

/// What a file's text is known by, so that it is noticed when somebody else writes it.
fn mark(text: &str) -> String {
    format!("{:032x}", xxh3_128(text.as_bytes()))
}

/// An answer that is never kept.
fn fresh(form: &'static str, bytes: Vec<u8>) -> Response {
    let headers = [(header::CONTENT_TYPE, form), (header::CACHE_CONTROL, "no-store")];
    (headers, bytes).into_response()
}

/// Where one form is answered.
struct Desk<'d> {
    site: &'d Site,
    bench: &'d dyn Workbench,
    visit: &'d Visit,
    readers: &'d Readers,
    told: Option<Notice>,
    /// Whether the file was written just now.
    saved: bool,
}

impl Desk<'_> {
    fn answer(
        &mut self,
        mut ask: Ask,
        upload: Option<(String, Vec<u8>)>,
    ) -> Result<Response, Wrong> {
        let files = self.bench.files().map_err(Wrong::Nothing)?;
        let file = chosen(&files, &ask.file)?;
        ask.file.clone_from(&file.name);
        if let Some((name, bytes)) = upload {
            self.take(&mut ask, &name, &bytes);
        }
        match ask.act {
            Act::Try => {}
            Act::Open => open_file(&mut ask, file),
            Act::Lay => self.lay(&mut ask),
            Act::Save => self.save(&mut ask, file)?,
            Act::Download => return Ok(download(&ask)),
        }
        let posts = match ask.from {
            From::Store => stored(self.readers, ask.tag.as_deref(), STORED)?,
            From::Text => {
                ask::posts(&ask.posts, (self.site.settings().clock)()).unwrap_or_else(|why| {
                    self.told = Some(Notice::Refused(why));
                    Vec::new()
                })
            }
        };
        let changed = SourceFile { name: ask.file.clone(), text: ask.text.clone() };
        let asked = Asked { post: ask.why, rule: ask.rule.as_deref() };
        let trial = trial(self.bench, changed, posts, asked)?;
        self.write(&ask, &files, &trial)
    }

    /// Takes posts from a file into the form, a line each.
    fn take(&mut self, ask: &mut Ask, name: &str, bytes: &[u8]) {
        let decoded = match self.bench.decode(name, bytes, POSTS_MAX) {
            Ok(decoded) => decoded,
            Err(why) => return self.told = Some(Notice::Refused(format!("{name}: {why}"))),
        };
        let (lines, whole) = ask::lines(&decoded.posts);
        let taken = lines.lines().count();
        (ask.from, ask.posts) = (From::Text, lines);
        let mut told = match taken {
            1 => format!("1 post is taken from {name}"),
            posts => format!("{posts} posts are taken from {name}"),
        };
        if decoded.more || !whole {
            told.push_str("; there are more in it, and these are the first");
        }
        if decoded.rejected > 0 {
            let samples = decoded.samples.join("; ");
            told = format!("{told}; {} could not be read: {samples}", decoded.rejected);
        }
        self.told = Some(Notice::Done(told));
    }

    fn lay(&mut self, ask: &mut Ask) {
        let file = SourceFile { name: ask.file.clone(), text: ask.text.clone() };
        self.told = Some(match rulelang::format(&file.into()) {
            Ok(text) if text == ask.text => Notice::Done("It is laid out already.".to_owned()),
            Ok(text) => {
                ask.text = text;
                Notice::Done("Laid out. Only what means nothing has changed.".to_owned())
            }
            Err(_) => {
                Notice::Refused("It is laid out once the errors in it are mended.".to_owned())
            }
        });
    }

    /// Writes the rules to their file, if it is what was opened, and if they can be used.
    fn save(&mut self, ask: &mut Ask, file: &SourceFile) -> Result<(), Wrong> {
        if !self.site.writes() {
            let why = "Rules are read-only here. Download the file, or have the server started with --write.";
            self.told = Some(Notice::Refused(why.to_owned()));
            return Ok(());
        }
        let has = self.visit.visitor.role;
        if has < Role::Edit {
            return Err(Wrong::Role { has: has.name(), needs: Role::Edit.name() });
        }
        let told = self.written(ask, file)?;
        self.saved = matches!(told, Notice::Done(_));
        self.told = Some(told);
        Ok(())
    }

    fn written(&self, ask: &mut Ask, file: &SourceFile) -> Result<Notice, Wrong> {
        const CHANGED: &str = "Not saved: somebody changed the file since it was opened here. Download what you have, then open the file again.";
        if mark(&file.text) != ask.mark {
            return Ok(Notice::Refused(CHANGED.to_owned()));
        }
        let changed = SourceFile { name: file.name.clone(), text: ask.text.clone() };
        let review = self.bench.review(&[changed]).map_err(Wrong::Question)?;
        if review.tagger.is_none() {
            let why = "Not saved: with errors the rules cannot be used. Mend them first, or download what you have.";
            return Ok(Notice::Refused(why.to_owned()));
        }
        let text = with_ends_of(&ask.text, &file.text);
        let written = Written {
            name: file.name.clone(),
            expected: Some(file.text.clone()),
            text: text.clone(),
        };
        Ok(match self.bench.write(&[written]) {
            Ok(()) => {
                ask.mark = mark(&text);
                Notice::Done(format!("Saved to {}.", file.name))
            }
            Err(Unwritten::Changed(_)) => Notice::Refused(CHANGED.to_owned()),
            Err(Unwritten::Failed(why)) => Notice::Refused(format!("Not saved: {why}")),
        })
    }

    fn write(&mut self, ask: &Ask, files: &[SourceFile], trial: &Trial) -> Result<Response, Wrong> {
        let catalog = self.readers.lend(|store| Ok(store.catalog()?))?;
        let stored = catalog.is_some();
        let entries = catalog.flatten().map(|catalog| catalog.entries).unwrap_or_default();
        let tags: Vec<String> = entries.iter().map(|entry| entry.name.to_string()).collect();
        let seen = trial.tried.as_ref().map(|tried| Seen {
            tried,
            explained: trial.explained.as_ref(),
            rules: &trial.rules,
        });
        let file = chosen(files, &ask.file)?;
        let view = View {
            ask,
            files,
            unsaved: ask.text != file.text.replace("\r\n", "\n") && !self.saved,
            writes: self.site.writes() && self.visit.visitor.role >= Role::Edit,
            told: self.told.take(),
            findings: &trial.findings,
            seen,
            tags: &tags,
            stored,
        };
        if ask.part {
            let mut part = Markup::default();
            page::write_part(&view, &mut part);
            return Ok(fresh("text/html; charset=utf-8", part.finish().into_bytes()));
        }
        let mut page = Page::new("Playground", "/playground");
        page.scripts.push("playground.js");
        page::write(&view, &mut page.body);
        let page = layout::page(self.site, Some(&self.visit.visitor), None, &page);
        Ok(fresh("text/html; charset=utf-8", page.into_bytes()))
    }
}

/// Puts a file into the form as it is on disk.
fn open_file(ask: &mut Ask, file: &SourceFile) {
    ask.mark = mark(&file.text);
    ask.text = file.text.replace("\r\n", "\n");
}

/// The text with the line ends that `file` has: a browser gives back its own.
fn with_ends_of(text: &str, file: &str) -> String {
    if file.contains("\r\n") { text.replace('\n', "\r\n") } else { text.to_owned() }
}

fn download(ask: &Ask) -> Response {
    let name = ask.file.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let name: String = name.chars().map(|c| if plain(c) { c } else { '-' }).collect();
    let mut response = fresh("application/toml; charset=utf-8", ask.text.clone().into_bytes());
    if let Ok(name) = HeaderValue::try_from(format!("attachment; filename=\"{name}\"")) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    }
    response
}

#[cfg(test)]
pub(crate) mod tests;
