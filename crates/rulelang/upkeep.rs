//! What wants looking after in rules that are right: campaigns that are over, rules nobody answers for.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use mention::{Day, Timestamp};

use crate::{Code, Diagnostic, Finding, Head, RuleSet, SourceFile};

/// Rules named in one finding at most.
const NAMES_MAX: usize = 3;

impl RuleSet {
    /// What wants looking after at `now`, in the order of files and places; never an error.
    ///
    /// What rules lack for people, such as an owner, is told once a file.
    #[must_use]
    pub fn upkeep(&self, now: Timestamp) -> Vec<Finding> {
        let mut found = Vec::new();
        self.dates(now, &mut found);
        self.lacks(&mut found);
        self.names(&mut found);
        let order: BTreeMap<&str, usize> =
            self.files.iter().enumerate().map(|(at, file)| (file.name.as_str(), at)).collect();
        found.sort_by_key(|finding| {
            (order.get(finding.file()).copied(), finding.diagnostic.span.start)
        });
        found
    }

    fn dates(&self, now: Timestamp, found: &mut Vec<Finding>) {
        for campaign in &self.campaigns {
            if campaign.ends <= now {
                let message = format!(
                    "the campaign ended {}: it finds nothing that is posted now",
                    ago(campaign.ends.day(), now.day())
                );
                found.extend(self.told(&campaign.head, |span| {
                    Diagnostic::info(Code::CampaignOver, span, message)
                        .help("keep it as long as reports show it, then take it out; or set `ends` to a later day")
                }));
            }
        }
        for theme in &self.themes {
            let due = theme.review_by.filter(|day| *day < now.day());
            found.extend(due.and_then(|day| {
                self.told(&theme.head, |span| {
                    let message =
                        format!("somebody was to look at this rule again: {}", ago(day, now.day()));
                    Diagnostic::warning(Code::ReviewOverdue, span, message)
                        .help("look whether it still finds what it should, then set `review_by` to a later day")
                })
            }));
        }
    }

    /// What rules lack for people, once a file.
    fn lacks(&self, found: &mut Vec<Finding>) {
        let mut with_example: Vec<&str> =
            self.examples.iter().map(|example| example.rule.as_str()).collect();
        with_example.sort_unstable();
        let proven = |head: &Head| with_example.binary_search(&head.id.as_str()).is_ok();
        let all: Vec<&Head> = self.heads().collect();
        let told: Vec<&Head> = self.told_heads().collect();
        let lacks = [
            (
                Code::NoOwner,
                &all,
                "owner",
                "write `owner = \"…\"` at the top of the file: it holds for all its rules",
            ),
            (
                Code::NoExamples,
                &all,
                "example",
                "write a post it must find, `match = [\"…\"]`, and one it must not, `no_match = [\"…\"]`",
            ),
            (
                Code::NoDescription,
                &told,
                "description",
                "say in a sentence what it is for: `description = \"…\"`",
            ),
        ];
        for (code, heads, what, help) in lacks {
            let lacking = heads.iter().filter(|head| match code {
                Code::NoOwner => head.owner.is_none(),
                Code::NoExamples => !proven(head),
                _ => head.description.is_none(),
            });
            let mut files: BTreeMap<&str, Vec<&Head>> = BTreeMap::new();
            for head in lacking {
                files.entry(&head.place.file).or_default().push(head);
            }
            for heads in files.values_mut() {
                heads.sort_by_key(|head| head.place.span);
                let message = format!("{} without {what}: {}", count(heads.len()), listed(heads));
                found.extend(
                    self.told(heads[0], |span| Diagnostic::info(code, span, message).help(help)),
                );
            }
        }
    }

    /// Ids that look as if they belonged below another one.
    fn names(&self, found: &mut Vec<Finding>) {
        let above: BTreeMap<&str, &str> = self
            .heads()
            .filter_map(|head| Some((head.id.as_str().split_once('/')?.0, head.id.as_str())))
            .collect();
        for head in self.heads() {
            let id = head.id.as_str();
            let parts = id.match_indices('-').map(|(at, _)| (&id[..at], &id[at + 1..]));
            let Some((group, rest)) =
                parts.into_iter().find(|(group, _)| above.contains_key(group))
            else {
                continue;
            };
            let sibling = above[group];
            let message = format!(
                "`{id}` does not count for `{group}`, as `{sibling}` does: only `/` makes a hierarchy"
            );
            found.extend(self.told(head, |span| {
                Diagnostic::info(Code::NameStyle, span, message).help(format!(
                    "write `{group}/{rest}`, with `aliases = [\"{id}\"]` to keep the old id alive in reports"
                ))
            }));
        }
    }

    /// Rules whose names do not explain themselves.
    pub(crate) fn told_heads(&self) -> impl Iterator<Item = &Head> {
        let themes = self.themes.iter().map(|theme| &theme.head);
        let campaigns = self.campaigns.iter().map(|campaign| &campaign.head);
        let excludes = self.excludes.iter().map(|exclude| &exclude.head);
        themes.chain(campaigns).chain(excludes)
    }

    fn told(&self, head: &Head, tell: impl FnOnce(Range<usize>) -> Diagnostic) -> Option<Finding> {
        let source = self.files.iter().find(|file| file.name == head.place.file)?;
        let source: Arc<SourceFile> = Arc::clone(source);
        let (start, end) = head.place.span;
        Some(Finding { source, diagnostic: tell(start..end) })
    }
}

fn count(rules: usize) -> String {
    if rules == 1 { "a rule".to_owned() } else { format!("{rules} rules") }
}

fn listed(heads: &[&Head]) -> String {
    let names: Vec<String> =
        heads.iter().take(NAMES_MAX).map(|head| format!("`{}`", head.id)).collect();
    let more = if heads.len() > NAMES_MAX { ", …" } else { "" };
    format!("{}{more}", names.join(", "))
}

fn ago(day: Day, today: Day) -> String {
    match today.0 - day.0 {
        ..=0 => "today".to_owned(),
        1 => "a day ago".to_owned(),
        days => format!("{days} days ago"),
    }
}
