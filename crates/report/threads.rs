//! Who waits for an answer of ours, and when it came.
//!
//! A need begins with a received mention that needs an answer ([`Book::needs_answer`]). Whatever its
//! author adds in the same thread belongs to it until we answer; what comes after that is a new one.
//! An answer is a post of ours, not by a machine, that replies to a mention of that author in that
//! thread, or the answer that stands inside a review. What somebody on the team said of a mention counts
//! too: that it needs no answer, so that nobody waits by it; or that it was answered elsewhere, which ends
//! the waiting when it was said, because nobody knows how much sooner it was.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use mention::{Kept, Kind, Settled, Settlement, Standing, TagName, Timestamp};

use crate::Book;
use crate::book::folded;
use crate::kept::with_above;

/// How long before a period a need may have begun to take in what is said in it.
pub(crate) const DAYS_BEFORE: i64 = 28;

/// How long after a period answers are waited for.
pub(crate) const DAYS_AFTER: i64 = 28;

/// A day in milliseconds.
const DAY: i64 = 86_400_000;

/// Somebody who waited, or waits.
#[derive(Clone, Debug)]
pub(crate) struct Need<'a> {
    /// The mention it began with.
    first: &'a Part,
    /// What the author added before an answer came.
    added: Vec<&'a Part>,
    /// When we answered, and who.
    pub(crate) answer: Option<(Timestamp, Option<&'a str>)>,
    /// Whether that answer was given where nobody listens, and somebody says so.
    pub(crate) elsewhere: bool,
}

impl<'a> Need<'a> {
    /// When they began to wait.
    pub(crate) fn at(&self) -> Timestamp {
        self.first.at
    }

    /// The platform.
    pub(crate) fn platform(&self) -> &'a str {
        &self.first.platform
    }

    /// The mention's id.
    pub(crate) fn id(&self) -> &'a str {
        &self.first.id
    }

    /// Who wrote it.
    pub(crate) fn author(&self) -> Option<&'a str> {
        self.first.author.as_deref()
    }

    /// Our account it is addressed to, folded; absent where a theme or a place asks for the answer.
    pub(crate) fn account(&self) -> Option<&'a str> {
        match &self.first.role {
            PartRole::Asks { account, .. } => account.as_deref(),
            PartRole::Answers { .. } | PartRole::Ties => None,
        }
    }

    /// Its tags and those above them, with those of what was added.
    pub(crate) fn tags(&self) -> BTreeSet<&'a str> {
        let asked = [self.first].into_iter().chain(self.added.iter().copied());
        with_above(asked.flat_map(|part| match &part.role {
            PartRole::Asks { tags, .. } => &**tags,
            PartRole::Answers { .. } | PartRole::Ties => &[],
        }))
    }

    /// The ids of all that was said in it, its own first.
    pub(crate) fn ids(&self) -> impl Iterator<Item = &'a str> {
        [self.first].into_iter().chain(self.added.iter().copied()).map(|part| &*part.id)
    }
}

/// What is read of one mention that may be part of a thread. There may be as many as there are mentions, so that what many
/// have in common is shared, and what few have is apart.
#[derive(Clone, Debug)]
struct Part {
    at: Timestamp,
    platform: Arc<str>,
    id: Box<str>,
    author: Option<Box<str>>,
    conversation: Option<Box<str>>,
    reply: Option<Box<Reply>>,
    role: PartRole,
}

/// What a mention replies to.
#[derive(Clone, Debug)]
struct Reply {
    to: Option<Box<str>>,
    /// The author it says it replies to, folded.
    author: Option<Box<str>>,
}

#[derive(Clone, Debug)]
enum PartRole {
    /// It needs an answer.
    Asks { account: Option<Arc<str>>, tags: Arc<[TagName]>, inside: Option<Box<Inside>> },
    /// It is an answer of ours by this handle, if it replies to somebody.
    Answers { handle: Option<Arc<str>> },
    /// It only ties others together.
    Ties,
}

/// The answer that stands inside a review.
#[derive(Clone, Debug)]
struct Inside {
    at: Timestamp,
    by: Option<Box<str>>,
}

/// The threads of a span, while they are read.
#[derive(Clone, Debug)]
pub(crate) struct Threads {
    period: Range<Timestamp>,
    parts: Vec<Part>,
    /// Platforms, accounts and handles, each once.
    names: BTreeSet<Arc<str>>,
    /// The tags that mentions have, each combination once.
    tags: BTreeSet<Arc<[TagName]>>,
    /// Platforms on which a post of ours, not by a machine, says what it replies to, from the period on.
    replying: BTreeSet<Arc<str>>,
    /// What people said of mentions that wait, by platform and id.
    settled: BTreeMap<String, BTreeMap<String, (Settlement, Timestamp)>>,
    /// Mentions of the period of which they said that they need no answer.
    not_needed: u64,
    last: Option<Timestamp>,
    read: u64,
}

impl Threads {
    /// No threads of `period` read yet.
    pub(crate) fn of(period: Range<Timestamp>) -> Self {
        Self {
            period,
            parts: Vec::new(),
            names: BTreeSet::new(),
            tags: BTreeSet::new(),
            replying: BTreeSet::new(),
            settled: BTreeMap::new(),
            not_needed: 0,
            last: None,
            read: 0,
        }
    }

    /// Hears what people said of mentions that wait, before the mentions are read.
    pub(crate) fn settle(&mut self, settled: &[Settled]) {
        for row in settled {
            let of_platform = self.settled.entry(row.platform.clone()).or_default();
            of_platform.insert(row.id.clone(), (row.how, row.at));
        }
    }

    fn said(&self, platform: &str, id: &str) -> Option<(Settlement, Timestamp)> {
        self.settled.get(platform)?.get(id).copied()
    }

    /// How many mentions of the period need no answer because somebody says so.
    pub(crate) fn not_needed(&self) -> u64 {
        self.not_needed
    }

    /// The mentions to read: those before that may hold the beginning, those after that may be answers.
    pub(crate) fn span(&self) -> Range<Timestamp> {
        let from = self.period.start.0.saturating_sub(DAYS_BEFORE * DAY);
        let to = self.period.end.0.saturating_add(DAYS_AFTER * DAY);
        Timestamp(from)..Timestamp(to)
    }

    /// How many mentions of the period were read.
    pub(crate) fn read(&self) -> u64 {
        self.read
    }

    /// Looks at a mention; at each once.
    pub(crate) fn take(&mut self, kept: &Kept<'_>, book: &Book) {
        let mention = kept.mention;
        self.last = self.last.max(Some(kept.published_at));
        self.read += u64::from(self.period.contains(&kept.published_at));
        let role = self.role(kept, book);
        let reply = mention.reply_to.as_ref();
        if matches!(role, PartRole::Ties) && reply.is_none() {
            return;
        }
        let platform = shared(&mut self.names, &mention.platform);
        let in_period = self.period.start <= kept.published_at;
        let is_reply =
            matches!(role, PartRole::Answers { .. }) && reply.is_some_and(|to| to.id.is_some());
        let inside = matches!(&role, PartRole::Asks { inside: Some(_), .. });
        if in_period && (is_reply || inside) {
            self.replying.insert(platform.clone());
        }
        let boxed = |text: &Option<String>| text.as_deref().map(Box::from);
        self.parts.push(Part {
            at: kept.published_at,
            platform,
            id: mention.id.as_str().into(),
            author: kept.author.map(Box::from),
            conversation: boxed(&mention.conversation),
            reply: reply.map(|reply| {
                let author = reply.author.as_deref().map(|author| folded(author).into());
                Box::new(Reply { to: boxed(&reply.id), author })
            }),
            role,
        });
    }

    fn role(&mut self, kept: &Kept<'_>, book: &Book) -> PartRole {
        let mention = kept.mention;
        match kept.tagged.standing {
            Standing::Sent if mention.kind != Kind::Repost && !book.is_automated(mention) => {
                let handle = mention.author.as_ref().and_then(|author| author.handle.as_deref());
                let handle = handle.map(|handle| shared(&mut self.names, &folded(handle)));
                PartRole::Answers { handle }
            }
            _ if book.needs_answer(kept) => {
                let said = self.said(&mention.platform, &mention.id);
                if matches!(said, Some((Settlement::NotNeeded, _))) {
                    self.not_needed += u64::from(self.period.contains(&kept.published_at));
                    return PartRole::Ties;
                }
                let tags: Vec<TagName> =
                    kept.tagged.tags.iter().map(|tag| tag.name.clone()).collect();
                let account = book.addressed(mention);
                PartRole::Asks {
                    account: account.map(|account| shared(&mut self.names, account)),
                    tags: shared(&mut self.tags, tags.as_slice()),
                    inside: mention.answered.as_ref().map(|answer| {
                        Box::new(Inside { at: answer.at, by: answer.by.as_deref().map(Box::from) })
                    }),
                }
            }
            _ => PartRole::Ties,
        }
    }

    /// Until when waiting was watched: the last thing that was heard, or the end of the span.
    pub(crate) fn watched_until(&self) -> Timestamp {
        self.last.unwrap_or(self.period.start).min(self.span().end)
    }

    /// Whether answers can be told on `platform`.
    pub(crate) fn is_measurable(&self, platform: &str) -> bool {
        self.replying.contains(platform)
    }

    /// The needs that began in the period, by time, platform and id.
    pub(crate) fn needs(&self) -> Vec<Need<'_>> {
        let mut sorted = Sorted::of(&self.parts);
        let mut turns = Vec::new();
        for at in 0..sorted.parts.len() {
            let part = sorted.parts[at];
            let (author, deed) = match &part.role {
                PartRole::Ties => continue,
                PartRole::Asks { .. } => (part.asker(), Deed::Asks),
                PartRole::Answers { handle } => match sorted.answered(part) {
                    Some(author) => (author, Deed::Answers(handle.as_deref())),
                    None => continue,
                },
            };
            let turn = Turn { at: part.at, thread: sorted.thread(at), author, deed, part };
            turns.extend(self.settles(&turn));
            turns.push(turn);
        }
        drop(sorted);
        turns.sort_unstable_by(|a, b| (a.of(), a.when()).cmp(&(b.of(), b.when())));
        let mut needs = Vec::new();
        for turns in turns.chunk_by(|a, b| a.of() == b.of()) {
            self.follow(turns, &mut needs);
        }
        needs.sort_by_key(|need| (need.at(), need.platform(), need.id()));
        needs
    }

    /// Opens and closes the needs of one author in one thread.
    fn follow<'a>(&self, turns: &[Turn<'a>], needs: &mut Vec<Need<'a>>) {
        let mut open: Option<Need<'_>> = None;
        for turn in turns {
            match (&turn.deed, &mut open) {
                (Deed::Answers(by), Some(need)) => {
                    need.answer = Some((turn.at, *by));
                    self.keep(open.take(), needs);
                }
                (Deed::Asks, None) => {
                    open = Some(turn.need());
                    if open.as_ref().is_some_and(|need| need.answer.is_some()) {
                        self.keep(open.take(), needs);
                    }
                }
                (Deed::Asks, Some(need)) => need.added.push(turn.part),
                (Deed::Settles, Some(need)) => {
                    need.answer = Some((turn.at, None));
                    need.elsewhere = true;
                    self.keep(open.take(), needs);
                }
                (Deed::Answers(_) | Deed::Settles, None) => {}
            }
        }
        self.keep(open, needs);
    }

    fn keep<'a>(&self, need: Option<Need<'a>>, needs: &mut Vec<Need<'a>>) {
        let until = self.watched_until();
        needs.extend(need.filter(|need| self.period.contains(&need.at())).map(|need| Need {
            answer: need.answer.filter(|(at, _)| *at <= until && *at >= need.at()),
            ..need
        }));
    }

    /// That a mention was answered elsewhere, where somebody says so.
    fn settles<'a>(&self, turn: &Turn<'a>) -> Option<Turn<'a>> {
        if self.settled.is_empty() || !matches!(turn.deed, Deed::Asks) {
            return None;
        }
        let (how, at) = self.said(&turn.part.platform, &turn.part.id)?;
        // What is known now is known, though the last mention was heard before.
        let at = at.min(self.watched_until()).max(turn.at);
        let settles = || Turn { at, deed: Deed::Settles, ..turn.clone() };
        (how == Settlement::Elsewhere).then(settles)
    }
}

/// The one of `all` that is equal, which is made where there is none.
fn shared<T: ?Sized + Ord>(all: &mut BTreeSet<Arc<T>>, one: &T) -> Arc<T>
where
    Arc<T>: for<'a> From<&'a T>,
{
    if let Some(known) = all.get(one) {
        return known.clone();
    }
    let new: Arc<T> = one.into();
    all.insert(new.clone());
    new
}

impl Part {
    fn reply_to(&self) -> Option<&str> {
        self.reply.as_ref()?.to.as_deref()
    }

    /// Who asks: its author, or where that is not known, nobody else.
    fn asker(&self) -> Cow<'_, str> {
        let known = self.author.as_deref().map(Cow::Borrowed);
        known.unwrap_or_else(|| format!("\u{0}{}", self.id).into())
    }
}

/// The parts by platform and id, so that they can be found.
struct Sorted<'a> {
    parts: Vec<&'a Part>,
    /// The thread of each, as far as it was found: a long chain is walked once.
    threads: Vec<Option<&'a str>>,
}

impl<'a> Sorted<'a> {
    fn of(parts: &'a [Part]) -> Self {
        let mut sorted: Vec<&Part> = parts.iter().collect();
        sorted.sort_unstable_by_key(|part| (&part.platform, &part.id));
        Self { threads: vec![None; sorted.len()], parts: sorted }
    }

    fn find(&self, platform: &str, id: &str) -> Option<usize> {
        self.parts.binary_search_by(|part| (&*part.platform, &*part.id).cmp(&(platform, id))).ok()
    }

    /// The author whom a post of ours answers: that of the mention it replies to, else whom it names.
    fn answered(&self, part: &'a Part) -> Option<Cow<'a, str>> {
        let platform = &part.platform;
        if let Some(target) = self.find(platform, part.reply_to()?) {
            let target = self.parts[target];
            let asks = matches!(target.role, PartRole::Asks { .. });
            return (asks || target.author.is_some()).then(|| target.asker());
        }
        let name = part.reply.as_ref()?.author.as_ref()?;
        Some(format!("{platform}@{name}").into())
    }

    /// The thread a part belongs to: as the platform names it, else by following what it replies to.
    fn thread(&mut self, at: usize) -> &'a str {
        let mut way = Vec::new();
        let mut at = at;
        let thread = loop {
            if let Some(known) = self.threads[at] {
                break known;
            }
            let part = self.parts[at];
            // Two that reply to each other are a thread named by the one met again.
            self.threads[at] = Some(&part.id);
            way.push(at);
            if let Some(conversation) = &part.conversation {
                break conversation;
            }
            let Some(above) = part.reply_to() else { break &part.id };
            match self.find(&part.platform, above) {
                Some(found) => at = found,
                None => break above,
            }
        };
        for at in way {
            self.threads[at] = Some(thread);
        }
        thread
    }
}

/// Whether a part asks or answers.
#[derive(Clone, Copy)]
enum Deed<'a> {
    Asks,
    /// By this handle.
    Answers(Option<&'a str>),
    /// Somebody says it was answered elsewhere.
    Settles,
}

impl Deed<'_> {
    /// At one instant questions come before answers.
    const fn order(&self) -> u8 {
        !matches!(self, Self::Asks) as u8
    }
}

/// What one part does in its thread, and for which author.
#[derive(Clone)]
struct Turn<'a> {
    at: Timestamp,
    thread: &'a str,
    author: Cow<'a, str>,
    deed: Deed<'a>,
    part: &'a Part,
}

impl<'a> Turn<'a> {
    /// What is followed together: an author in a thread.
    fn of(&self) -> (&str, &str, &str) {
        (&self.part.platform, self.thread, &self.author)
    }

    fn when(&self) -> (Timestamp, u8, &str) {
        (self.at, self.deed.order(), &self.part.id)
    }

    /// The need that begins with it.
    fn need(&self) -> Need<'a> {
        let inside = match &self.part.role {
            PartRole::Asks { inside, .. } => inside.as_deref(),
            PartRole::Answers { .. } | PartRole::Ties => None,
        };
        Need {
            first: self.part,
            added: Vec::new(),
            answer: inside.map(|answer| (answer.at, answer.by.as_deref())),
            elsewhere: false,
        }
    }
}
