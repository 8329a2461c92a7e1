//! Who waits for an answer of ours, and when it came.
//!
//! A need begins with a received mention that needs an answer ([`Book::needs_answer`]). Whatever its
//! author adds in the same thread belongs to it until we answer; what comes after that is a new one.
//! An answer is a post of ours, not by a machine, that replies to a mention of that author in that
//! thread, or the answer that stands inside a review. What somebody on the team said of a mention counts
//! too: that it needs no answer, so that nobody waits by it; or that it was answered elsewhere, which ends
//! the waiting when it was said, because nobody knows how much sooner it was.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use foldhash::fast::FixedState as RandomState;
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Need {
    /// When they began to.
    pub(crate) at: Timestamp,
    /// The platform.
    pub(crate) platform: String,
    /// The mention's id.
    pub(crate) id: String,
    /// Who wrote it.
    pub(crate) author: Option<String>,
    /// Our account it is addressed to, folded; absent where a theme or a place asks for the answer.
    pub(crate) account: Option<String>,
    /// Its tags and those above them, with those of what was absorbed.
    pub(crate) tags: Vec<String>,
    /// The ids of what the author added before an answer came.
    pub(crate) absorbed: Vec<String>,
    /// When we answered, and who.
    pub(crate) answer: Option<(Timestamp, Option<String>)>,
    /// Whether that answer was given where nobody listens, and somebody says so.
    pub(crate) elsewhere: bool,
}

/// What is read of one mention that may be part of a thread.
#[derive(Clone, Debug)]
struct Part {
    at: Timestamp,
    author: Option<String>,
    handle: Option<String>,
    conversation: Option<String>,
    reply_to: Option<String>,
    /// The author it says it replies to, folded.
    reply_author: Option<String>,
    role: PartRole,
}

#[derive(Clone, Debug)]
enum PartRole {
    /// It needs an answer.
    Asks {
        account: Option<String>,
        tags: Vec<TagName>,
        inside: Option<(Timestamp, Option<String>)>,
    },
    /// It is an answer of ours, if it replies to somebody.
    Answers,
    /// It only ties others together.
    Ties,
}

/// The threads of a span, while they are read.
#[derive(Clone, Debug)]
pub(crate) struct Threads {
    period: Range<Timestamp>,
    /// By platform and id; boxed, so that the table that finds them stays small.
    parts: Parts,
    /// Platforms on which a post of ours, not by a machine, says what it replies to, from the period on.
    replying: BTreeSet<String>,
    /// What people said of mentions that wait.
    settled: HashMap<(String, String), (Settlement, Timestamp)>,
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
            parts: HashMap::default(),
            replying: BTreeSet::new(),
            settled: HashMap::new(),
            not_needed: 0,
            last: None,
            read: 0,
        }
    }

    /// Hears what people said of mentions that wait, before the mentions are read.
    pub(crate) fn settle(&mut self, settled: &[Settled]) {
        let row = |row: &Settled| ((row.platform.clone(), row.id.clone()), (row.how, row.at));
        self.settled = settled.iter().map(row).collect();
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

    /// Looks at a mention.
    pub(crate) fn take(&mut self, kept: &Kept<'_>, book: &Book) {
        let mention = kept.mention;
        self.last = self.last.max(Some(kept.published_at));
        self.read += u64::from(self.period.contains(&kept.published_at));
        let mut role = match kept.tagged.standing {
            Standing::Sent if mention.kind != Kind::Repost && !book.is_automated(mention) => {
                PartRole::Answers
            }
            _ if book.needs_answer(kept) => PartRole::Asks {
                account: book.addressed(mention).map(str::to_owned),
                tags: kept.tagged.tags.iter().map(|tag| tag.name.clone()).collect(),
                inside: mention.answered.as_ref().map(|answer| (answer.at, answer.by.clone())),
            },
            _ => PartRole::Ties,
        };
        let is_dropped = || {
            let said = self.settled.get(&(mention.platform.clone(), mention.id.clone()));
            matches!(said, Some((Settlement::NotNeeded, _)))
        };
        if matches!(role, PartRole::Asks { .. }) && is_dropped() {
            self.not_needed += u64::from(self.period.contains(&kept.published_at));
            role = PartRole::Ties;
        }
        let reply = mention.reply_to.as_ref();
        if matches!(role, PartRole::Ties) && reply.is_none() {
            return;
        }
        let in_period = self.period.start <= kept.published_at;
        let is_reply = matches!(role, PartRole::Answers) && reply.is_some_and(|to| to.id.is_some());
        let inside = matches!(&role, PartRole::Asks { inside: Some(_), .. });
        if in_period && (is_reply || inside) {
            self.replying.insert(mention.platform.clone());
        }
        // Only of answers it is asked who wrote them by name.
        let handle = mention.author.as_ref().and_then(|author| author.handle.as_deref());
        let handle = handle.filter(|_| matches!(role, PartRole::Answers));
        let part = Part {
            at: kept.published_at,
            author: kept.author.map(str::to_owned),
            handle: handle.map(folded),
            conversation: mention.conversation.clone(),
            reply_to: reply.and_then(|to| to.id.clone()),
            reply_author: reply.and_then(|to| to.author.as_deref()).map(folded),
            role,
        };
        self.parts.insert((mention.platform.clone(), mention.id.clone()), Box::new(part));
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
    pub(crate) fn needs(&self) -> Vec<Need> {
        let mut turns: BTreeMap<(&str, &str, Cow<'_, str>), Vec<Turn<'_>>> = BTreeMap::new();
        let mut roots = Roots::default();
        for ((platform, id), part) in sorted(&self.parts) {
            let thread = self.thread(platform, id, &mut roots);
            if let Some((author, turn)) = self.turn(platform, id, part) {
                let settles = self.settles(&turn);
                turns
                    .entry((platform, thread, author))
                    .or_default()
                    .extend([turn].into_iter().chain(settles));
            }
        }
        let mut needs = Vec::new();
        for mut turns in turns.into_values() {
            turns.sort_by_key(|turn| (turn.at, turn.deed.order(), turn.id));
            self.follow(&turns, &mut needs);
        }
        needs.sort_by(|a, b| (a.at, &a.platform, &a.id).cmp(&(b.at, &b.platform, &b.id)));
        needs
    }

    /// Opens and closes the needs of one author in one thread.
    fn follow(&self, turns: &[Turn<'_>], needs: &mut Vec<Need>) {
        let mut open: Option<Need> = None;
        for turn in turns {
            match (&turn.deed, &mut open) {
                (Deed::Answers(by), Some(need)) => {
                    need.answer = Some((turn.at, by.map(str::to_owned)));
                    self.keep(open.take(), needs);
                }
                (Deed::Asks, None) => {
                    open = Some(turn.need());
                    if open.as_ref().is_some_and(|need| need.answer.is_some()) {
                        self.keep(open.take(), needs);
                    }
                }
                (Deed::Asks, Some(need)) => {
                    need.absorbed.push(turn.id.to_owned());
                    need.tags.extend(turn.need().tags);
                    need.tags.sort_unstable();
                    need.tags.dedup();
                }
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

    fn keep(&self, need: Option<Need>, needs: &mut Vec<Need>) {
        let until = self.watched_until();
        needs.extend(need.filter(|need| self.period.contains(&need.at)).map(|need| Need {
            answer: need.answer.clone().filter(|(at, _)| *at <= until && *at >= need.at),
            ..need
        }));
    }

    /// What a part does in its thread, and for which author.
    fn turn<'a>(
        &'a self,
        platform: &'a str,
        id: &'a str,
        part: &'a Part,
    ) -> Option<(Cow<'a, str>, Turn<'a>)> {
        let (author, deed) = match &part.role {
            PartRole::Ties => return None,
            PartRole::Asks { .. } => {
                let known = part.author.as_deref().map(Cow::Borrowed);
                (known.unwrap_or_else(|| format!("\u{0}{id}").into()), Deed::Asks)
            }
            PartRole::Answers => {
                (self.answered(platform, part)?, Deed::Answers(part.handle.as_deref()))
            }
        };
        Some((author, Turn { at: part.at, platform, id, deed, part }))
    }

    /// That a mention was answered elsewhere, where somebody says so.
    fn settles<'a>(&self, turn: &Turn<'a>) -> Option<Turn<'a>> {
        if self.settled.is_empty() || !matches!(turn.deed, Deed::Asks) {
            return None;
        }
        let (how, at) = self.settled.get(&(turn.platform.to_owned(), turn.id.to_owned()))?;
        // What is known now is known, though the last mention was heard before.
        let at = (*at).min(self.watched_until()).max(turn.at);
        (*how == Settlement::Elsewhere).then_some(Turn { at, deed: Deed::Settles, ..*turn })
    }

    /// The author whom a post of ours answers: that of the mention it replies to, else whom it names.
    fn answered<'a>(&'a self, platform: &str, part: &'a Part) -> Option<Cow<'a, str>> {
        let to = part.reply_to.as_ref()?;
        if let Some(target) = self.parts.get(&(platform.to_owned(), to.clone())) {
            let anonymous = || {
                matches!(target.role, PartRole::Asks { .. }).then(|| format!("\u{0}{to}").into())
            };
            return target.author.as_deref().map(Cow::Borrowed).or_else(anonymous);
        }
        let name = part.reply_author.as_ref()?;
        Some(format!("{platform}@{name}").into())
    }

    /// The thread a part belongs to: as the platform names it, else by following what it replies to.
    ///
    /// `roots` remembers the threads of those found on the way, so that a long chain is walked once.
    fn thread<'a>(&'a self, platform: &'a str, id: &'a str, roots: &mut Roots<'a>) -> &'a str {
        let mut way = Vec::new();
        let mut id = id;
        let thread = loop {
            if let Some(known) = roots.get(&(platform, id)) {
                break *known;
            }
            // Two that reply to each other are a thread named by the one met again.
            roots.insert((platform, id), id);
            way.push(id);
            let part = self.parts.get(&(platform.to_owned(), id.to_owned()));
            let Some(part) = part else { break id };
            if let Some(conversation) = &part.conversation {
                break conversation;
            }
            match &part.reply_to {
                Some(above) => id = above,
                None => break id,
            }
        };
        for id in way {
            roots.insert((platform, id), thread);
        }
        thread
    }
}

/// The threads of mentions, by platform and id.
type Roots<'a> = HashMap<(&'a str, &'a str), &'a str, RandomState>;

/// Parts by platform and id.
type Parts = HashMap<(String, String), Box<Part>, RandomState>;

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

/// What one part does in a thread.
struct Turn<'a> {
    at: Timestamp,
    platform: &'a str,
    id: &'a str,
    deed: Deed<'a>,
    part: &'a Part,
}

impl Turn<'_> {
    /// The need that begins with it.
    fn need(&self) -> Need {
        let (account, tags, answer) = match &self.part.role {
            PartRole::Asks { account, tags, inside } => {
                let tags = with_above(tags.iter()).into_iter().map(str::to_owned).collect();
                (account.clone(), tags, inside.clone())
            }
            PartRole::Answers | PartRole::Ties => (None, Vec::new(), None),
        };
        Need {
            at: self.part.at,
            platform: self.platform.to_owned(),
            id: self.id.to_owned(),
            author: self.part.author.clone(),
            account,
            tags,
            absorbed: Vec::new(),
            answer,
            elsewhere: false,
        }
    }
}

/// The parts in an order that does not depend on a hash.
fn sorted(parts: &Parts) -> Vec<(&(String, String), &Part)> {
    let mut sorted: Vec<_> = parts.iter().map(|(identity, part)| (identity, &**part)).collect();
    sorted.sort_unstable_by_key(|(identity, _)| *identity);
    sorted
}
