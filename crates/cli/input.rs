//! How inputs are read: the arguments shared by the commands that read files.

use clap::Args;
use ingest::wire::DecodeOptions;
use ingest::{DateOrder, Encoding, FileOptions, SheetOptions};
use jiff::tz::{TimeZone, TimeZoneDatabase};

use mention::Timestamp;

use crate::clock;
use crate::config::Config;
use crate::exit::Mistake;

/// What `--encoding` takes.
const ENCODINGS: &str = "utf-8, utf-16le, utf-16be or windows-1252";

/// How inputs are read.
#[derive(Debug, Default, Args)]
pub(crate) struct InputArgs {
    /// Platform of records that state none
    #[arg(long)]
    platform: Option<String>,
    /// Time zone of times that state none, as in Europe/Berlin
    #[arg(long, value_name = "ZONE")]
    times_in: Option<String>,
    /// When the figures in the input were taken, where it does not say: 2026-09-14 or 2026-09-14T08:00:00Z.
    /// Of two states of a post the later one counts
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub(crate) as_of: Option<Timestamp>,
    /// Which column of a table holds a field: --map text=Message; may be given again
    #[arg(long, value_name = "FIELD=COLUMN", value_parser = mapping)]
    map: Vec<(String, String)>,
    /// How dates like 03/04/2026 are meant: dmy or mdy [default: found out]
    #[arg(long, value_name = "ORDER", value_parser = date_order)]
    date_order: Option<DateOrder>,
    /// The sheet of a workbook [default: the first with a row in it]
    #[arg(long)]
    sheet: Option<String>,
    /// What the input is written in: utf-8, utf-16le, utf-16be or windows-1252 [default: found out]
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
}

impl InputArgs {
    /// The options for reading files.
    ///
    /// # Errors
    ///
    /// A zone or encoding nobody knows.
    pub(crate) fn file_options(&self, config: &Config) -> anyhow::Result<FileOptions> {
        let encoding = self.encoding.as_deref().map(|name| {
            Encoding::parse(name).ok_or_else(|| {
                Mistake(format!("--encoding {name} is not known; it takes {ENCODINGS}"))
            })
        });
        let sheet = SheetOptions {
            columns: self.map.clone(),
            date_order: self.date_order,
            sheet: self.sheet.clone(),
        };
        Ok(FileOptions {
            decode: self.decode(config)?,
            clock: clock::now,
            encoding: encoding.transpose()?,
            sheet,
        })
    }

    /// How records are read.
    ///
    /// # Errors
    ///
    /// A zone nobody knows.
    pub(crate) fn decode(&self, config: &Config) -> anyhow::Result<DecodeOptions> {
        let mut decode = DecodeOptions::at(clock::now());
        if let Some(platform) = self.platform.clone().or(config.text("input.platform")?) {
            decode.platform = platform;
        }
        decode.as_of = self.as_of;
        decode.zone = self.times_in.as_deref().map(zone).transpose()?;
        Ok(decode)
    }
}

fn zone(name: &str) -> Result<TimeZone, Mistake> {
    let zone = TimeZoneDatabase::bundled().get(name);
    zone.map_err(|_| {
        Mistake(format!("--times-in {name} is no time zone; write it as Europe/Berlin or UTC"))
    })
}

fn mapping(text: &str) -> Result<(String, String), String> {
    let (field, column) =
        text.split_once('=').ok_or("write it as text=Message: field, =, column")?;
    Ok((field.trim().to_owned(), column.trim().to_owned()))
}

fn date_order(text: &str) -> Result<DateOrder, String> {
    DateOrder::parse(text).ok_or_else(|| "it takes dmy (31/12/2026) or mdy (12/31/2026)".to_owned())
}

fn time(text: &str) -> Result<Timestamp, String> {
    let instant = text.parse::<jiff::Timestamp>();
    let day = || {
        text.parse::<jiff::civil::Date>()?
            .to_zoned(TimeZone::UTC)
            .map(|midnight| midnight.timestamp())
    };
    let at = instant
        .or_else(|_| day())
        .map_err(|_| "write it as 2026-09-14 or 2026-09-14T08:00:00Z".to_owned())?;
    Ok(Timestamp(at.as_millisecond()))
}
