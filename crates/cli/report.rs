//! `tagline report`: from the store's counts to a page.

pub(crate) mod book;

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context;
use clap::{Args, ValueEnum};
use mention::{Catalog, Kept, RuleSetId, Timestamp};
use report::{
    Choice, Clock, Compare, Language, Listing, Names, Period, PeriodError, ReportName,
    ReportRequest, Separator, Zone,
};
use store::{Access, Store};
use tagger::{Tagger, Trial};

use crate::config::Config;
use crate::exit::{Exit, Mistake};
use crate::{clock, output, rule_files, stores};

/// Mentions read at a time for a list.
const PAGE: usize = 500;

/// The most mentions of a list.
const LISTED_MAX: usize = 10_000;

/// Which report, of which period, in which form.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag somebody types")]
pub(crate) struct Report {
    /// tags, campaigns, response, …: `tagline report list` has them all
    name: String,
    /// 2026-W47, 2026-11, 2026-Q4, 2026-11-01..2026-11-15, last-week, last-month, today, yesterday [default: all there is]
    #[arg(long, conflicts_with_all = ["since", "until"])]
    period: Option<String>,
    /// The first day, or how long back: 2026-11-01, 7d, 4w, 24h
    #[arg(long)]
    since: Option<String>,
    /// The last day
    #[arg(long, requires = "since")]
    until: Option<String>,
    /// Time zone in which days are cut, as in Europe/Berlin
    #[arg(long)]
    tz: Option<String>,
    /// What to compare with: previous, year or none
    #[arg(long, default_value = "previous")]
    compare: String,
    /// Only this tag; may be given again
    #[arg(long = "tag")]
    tags: Vec<String>,
    /// List the mentions behind a number: table/row or table/row/column, as received/velmora/negative
    #[arg(long, value_name = "NUMBER")]
    mentions: Option<String>,
    /// Which table csv and tsv write [default: the first]; the names are those in json
    #[arg(long, value_name = "NAME")]
    table: Option<String>,
    /// Write csv as Excel opens it: a mark for UTF-8 in front, and `;` and decimal commas where the language has them
    #[arg(long)]
    excel: bool,
    /// The language it is told in: en, sv, fr, it or ro [default: report.language, which is en]
    #[arg(long, value_name = "LANGUAGE")]
    lang: Option<String>,
    /// Store it as it is now, with its hash: from then on it says by what its numbers have changed. What people wrote is
    /// left out of what is stored
    #[arg(long, conflicts_with_all = ["mentions", "with_authors"])]
    seal: bool,
    /// Write what was sealed, as JSON
    #[arg(long, conflicts_with_all = ["seal", "mentions", "with_authors", "table", "excel", "format"])]
    sealed: bool,
    /// Show people by their names; else they are numbered
    #[arg(long)]
    with_authors: bool,
    /// Form of the report [default: a table on a terminal, else tsv]
    #[arg(long, value_enum, default_value = "auto")]
    format: Format,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// The forms a report can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// A table on a terminal, else tsv; by the ending of the file for --output
    Auto,
    /// Aligned text
    Table,
    /// All of it as one JSON object
    Json,
    /// A JSON object a row, of all tables
    Jsonl,
    /// One table, commas between: the main one, or that of --table
    Csv,
    /// The same, tabs between
    Tsv,
    /// All of it as Markdown
    Markdown,
    /// One page for a browser, with charts
    Html,
    /// A workbook: a sheet a table, with charts; needs --output
    Xlsx,
}

/// Writes the report.
pub(crate) fn run(command: &Report, config: &Config) -> anyhow::Result<Exit> {
    if command.name == "list" {
        return list();
    }
    let access = if command.seal { Access::Write } else { Access::Read };
    let mut store = stores::open(config, access)?;
    let page = if command.sealed {
        command.sealed(&store, config)?
    } else {
        let (request, report) = command.made(&store, config)?;
        if command.seal {
            seal(&mut store, &request, &report)?;
        }
        command.shown(&store, &request, &report)?
    };
    match &command.output {
        Some(path) => {
            fs::write(path, page).with_context(|| format!("cannot write {}", path.display()))?;
            output::note(format_args!("wrote {}", path.display()));
        }
        None => output::answer_whole(&page)?,
    }
    Ok(Exit::Fine)
}

impl Report {
    /// A report of the period `period`, as `demo` asks for it.
    pub(crate) fn of_period(name: &str, period: &str, format: Format) -> Self {
        Self {
            name: name.to_owned(),
            period: Some(period.to_owned()),
            since: None,
            until: None,
            tz: None,
            compare: "previous".to_owned(),
            tags: Vec::new(),
            mentions: None,
            table: None,
            excel: false,
            lang: None,
            seal: false,
            sealed: false,
            with_authors: false,
            format,
            output: None,
        }
    }

    /// The report in its format.
    ///
    /// # Errors
    ///
    /// A name, period or zone that cannot be read; a store that does not answer.
    pub(crate) fn page(&self, store: &Store, config: &Config) -> anyhow::Result<Vec<u8>> {
        let (request, report) = self.made(store, config)?;
        self.shown(store, &request, &report)
    }

    /// What is asked for.
    fn asked(&self, store: &Store, config: &Config) -> anyhow::Result<ReportRequest> {
        let zone = match &self.tz {
            Some(zone) => zone.clone(),
            None => config.text("report.timezone")?.unwrap_or_default(),
        };
        let data = store.span()?;
        let lang = match &self.lang {
            Some(lang) => lang.clone(),
            None => config.text("report.language")?.unwrap_or_default(),
        };
        Ok(self.request(&zone, language(&lang)?, data)?)
    }

    fn made(
        &self,
        store: &Store,
        config: &Config,
    ) -> anyhow::Result<(ReportRequest, report::Report)> {
        let request = self.asked(store, config)?;
        let catalog =
            store.catalog()?.unwrap_or(Catalog { rules: RuleSetId(0), entries: Vec::new() });
        check_tags(&self.tags, &catalog)?;
        let book = book::read(config)?;
        let version = env!("CARGO_PKG_VERSION");
        let report =
            server::report(store, &request, &catalog, &book, || todays_rules(config), version)?;
        Ok((request, report))
    }

    /// The report, or the mentions behind one of its numbers, in its format.
    fn shown(
        &self,
        store: &Store,
        request: &ReportRequest,
        report: &report::Report,
    ) -> anyhow::Result<Vec<u8>> {
        match &self.mentions {
            None => self.written(report),
            Some(address) => self.written(&listed(store, report, request, address)?),
        }
    }

    /// What was sealed of it.
    fn sealed(&self, store: &Store, config: &Config) -> anyhow::Result<Vec<u8>> {
        let name = self.asked(store, config)?.sealed_as();
        let Some(seal) = store.seal(&name)? else {
            return Err(Mistake(format!("this was never sealed: {name}; --seal does it")).into());
        };
        Ok(seal.bytes)
    }

    /// The report as bytes of its format.
    fn written(&self, report: &report::Report) -> anyhow::Result<Vec<u8>> {
        let text = match self.form()? {
            Format::Xlsx if self.output.is_none() && output::is_terminal() => {
                return Err(Mistake(
                    "a workbook is no text; say where to write it: -o report.xlsx".to_owned(),
                )
                .into());
            }
            Format::Xlsx => return Ok(report::xlsx(report)?),
            Format::Json => report::json(report),
            Format::Jsonl => report::json_lines(report),
            Format::Markdown => report::markdown(report),
            Format::Csv => self.table(report, Separator::Comma)?,
            Format::Tsv => self.table(report, Separator::Tab)?,
            Format::Html => report::html(report),
            Format::Auto | Format::Table => report::text(report, output::text_options()),
        };
        Ok(text.into_bytes())
    }

    /// One table of the report, which a spreadsheet can read whole.
    fn table(&self, report: &report::Report, separator: Separator) -> Result<String, Mistake> {
        let tables = report.tables_to_choose();
        let table = match &self.table {
            None => tables.first(),
            Some(wanted) => {
                let found = tables.iter().find(|table| table.key == wanted);
                if found.is_none() {
                    let names: Vec<&str> = tables.iter().map(|table| table.key).collect();
                    let names = names.join(", ");
                    let message = format!("this report has no table \"{wanted}\"; it has {names}");
                    return Err(Mistake(message));
                }
                found
            }
        };
        if let (Some(reason), None) = (&report.refused, table) {
            output::warn(format_args!("{} {reason}", report.headline));
        } else if table.is_none() {
            output::warn(&report.headline);
        }
        let written = |table| match (self.excel, separator) {
            (true, Separator::Comma) => report::csv_for_excel(table, report.language),
            (true, Separator::Tab) => format!("\u{feff}{}", report::csv(table, separator)),
            (false, _) => report::csv(table, separator),
        };
        Ok(table.map(written).unwrap_or_default())
    }

    fn request(
        &self,
        zone: &str,
        language: Language,
        data: Option<(Timestamp, Timestamp)>,
    ) -> Result<ReportRequest, Mistake> {
        let Some(name) = ReportName::parse(&self.name) else {
            let names: Vec<&str> = ReportName::ALL.iter().map(|name| name.name()).collect();
            return Err(Mistake(format!(
                "there is no report \"{}\"; there are {}",
                self.name,
                names.join(", ")
            )));
        };
        if !self.tags.is_empty() && !name.takes_tags() {
            return Err(Mistake(format!(
                "the report {name} is always of all tags; leave --tag out"
            )));
        }
        let period = self.period(zone, Clock { now: clock::now(), data });
        let compare = Compare::parse(&self.compare);
        let wrong = |error: PeriodError| Mistake(error.to_string());
        Ok(ReportRequest {
            name,
            period: period.map_err(wrong)?,
            compare: compare.map_err(wrong)?,
            tags: self.tags.clone(),
            names: if self.with_authors { Names::Shown } else { Names::Hidden },
            language,
            data_from: data.map(|(first, _)| first),
            data_to: data.map(|(_, last)| last),
        })
    }

    fn period(&self, zone: &str, clock: Clock) -> Result<Period, PeriodError> {
        let choice = match (&self.period, &self.since) {
            (Some(period), _) => Choice::period(period)?,
            (None, Some(since)) => Choice::since(since, self.until.as_deref())?,
            (None, None) => Choice::everything(),
        };
        choice.resolve(&Zone::parse(zone)?, clock)
    }

    fn form(&self) -> Result<Format, Mistake> {
        if self.format != Format::Auto {
            return Ok(self.format);
        }
        let Some(path) = &self.output else {
            return Ok(if output::is_terminal() { Format::Table } else { Format::Tsv });
        };
        match path.extension().unwrap_or_default().to_string_lossy().as_ref() {
            "html" | "htm" => Ok(Format::Html),
            "json" => Ok(Format::Json),
            "jsonl" => Ok(Format::Jsonl),
            "md" => Ok(Format::Markdown),
            "xlsx" => Ok(Format::Xlsx),
            "csv" => Ok(Format::Csv),
            "tsv" => Ok(Format::Tsv),
            "txt" | "" => Ok(Format::Table),
            other => Err(Mistake(format!(
                "a report cannot be written as .{other}; name a file that ends in .html, .xlsx, .csv, .tsv, .json, .jsonl, .md or .txt, or say --format"
            ))),
        }
    }
}

/// The language of this tag.
pub(crate) fn language(tag: &str) -> Result<Language, Mistake> {
    Language::parse(tag).ok_or_else(|| {
        let tags: Vec<&str> = Language::ALL.iter().map(|language| language.tag()).collect();
        Mistake(format!("there is no report in \"{tag}\"; there are {}", tags.join(", ")))
    })
}

/// Seals the report, and says what its hash is.
fn seal(store: &mut Store, request: &ReportRequest, report: &report::Report) -> anyhow::Result<()> {
    if report.refused.is_some() {
        return Err(Mistake("a report that cannot be made cannot be sealed".to_owned()).into());
    }
    let (seal, is_new) = server::seal(store, request, report.clone(), clock::now())?;
    if is_new {
        output::note(format_args!("sealed, SHA-256 {}: {}", seal.hash, seal.report));
    } else {
        output::warn(format_args!(
            "it was sealed before, and that seal stays, SHA-256 {}: {}",
            seal.hash, seal.report
        ));
    }
    Ok(())
}

/// The rules as they stand, where they can be used.
fn todays_rules(config: &Config) -> Option<Arc<Tagger>> {
    let path = config.path("rules.path").ok()?;
    let tagger = rule_files::compile(&path, Trial::Silent).ok()?;
    Some(Arc::new(tagger.detecting(config.parts())))
}

/// The mentions behind the number at `address` in place of the report, newest first.
fn listed(
    store: &Store,
    report: &report::Report,
    request: &ReportRequest,
    address: &str,
) -> anyhow::Result<report::Report> {
    let behind = report.behind(address).map_err(|error| Mistake(error.to_string()))?;
    let mut listing = Listing::new(request.names);
    let mut after = None;
    loop {
        let page = store.mentions(&behind.of, after.as_ref(), PAGE)?;
        for stored in &page {
            listing.take(&Kept {
                mention: &stored.mention,
                tagged: &stored.tagged,
                published_at: stored.published_at,
                author: None,
            });
        }
        match page.last() {
            Some(last) if page.len() == PAGE && listing.len() < LISTED_MAX => {
                after = Some(last.key());
            }
            _ => return Ok(listing.report(report, &behind)),
        }
    }
}

/// What each report answers.
fn list() -> anyhow::Result<Exit> {
    for name in ReportName::ALL {
        output::answer_line(format_args!("{:<12} {}", name.name(), name.answers()))?;
    }
    Ok(Exit::Fine)
}

/// Refuses a tag that no rule of ours gives; its likeliest name is told.
fn check_tags(tags: &[String], catalog: &Catalog) -> Result<(), Mistake> {
    let Some(tag) = tags.iter().find(|tag| catalog.get(tag).is_none()) else { return Ok(()) };
    let likeness = |name: &str| strsim::jaro_winkler(tag, name);
    let names = catalog.entries.iter().map(|entry| entry.name.as_str());
    let near = names.max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    let remedy = near.map_or(String::new(), |near| format!("; did you mean {near}?"));
    Err(Mistake(format!("the rules give no tag \"{tag}\"{remedy}")))
}
