//! How inputs are read: the arguments shared by the commands that read files.

use clap::Args;
use ingest::wire::{DecodeOptions, Mapping, Preset};
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
    /// Whose format the input has: x-v2, bluesky, reddit and others; `tagline help sources` lists them
    #[arg(long, value_name = "NAME", value_parser = preset)]
    pub(crate) preset: Option<Preset>,
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
    /// Which column of a table holds a field, or with --preset generic which path of a JSON record: --map text=Message;
    /// may be given again
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
    /// Everything as configured but the preset, where one is given.
    pub(crate) fn of(preset: Option<Preset>) -> Self {
        Self { preset, ..Self::default() }
    }

    /// Everything as configured but the encoding, where one is given.
    pub(crate) fn written_in(encoding: Option<String>) -> Self {
        Self { encoding, ..Self::default() }
    }

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
            columns: self.fields(config)?,
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

    /// Whose format the input has: as said here, else as configured.
    fn preset(&self, config: &Config) -> anyhow::Result<Preset> {
        self.preset.map_or_else(|| configured(config), Ok)
    }

    /// Which field stands where: as said here, else as configured.
    fn fields(&self, config: &Config) -> anyhow::Result<Vec<(String, String)>> {
        let mut fields = self.map.clone();
        for (field, place) in config.fields()? {
            if !self.map.iter().any(|(told, _)| *told == field) {
                fields.push((field, place));
            }
        }
        Ok(fields)
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
        decode.preset = self.preset(config)?;
        if decode.preset == Preset::Generic {
            decode.mapping = Mapping::parse(&self.fields(config)?).map_err(Mistake)?;
            if decode.mapping.is_empty() {
                return Err(Mistake(
                    "the preset generic needs to be told where fields stand: --map text=data.message, or [input.fields] in tagline.toml; `tagline sources guess FILE` proposes it".to_owned(),
                )
                .into());
            }
        }
        decode.as_of = self.as_of;
        decode.zone = self.times_in.as_deref().map(zone).transpose()?;
        Ok(decode)
    }
}

/// The preset that `input.preset` names.
fn configured(config: &Config) -> anyhow::Result<Preset> {
    let name = config.text("input.preset")?.unwrap_or_default();
    Ok(preset(&name).map_err(|takes| Mistake(format!("input.preset is \"{name}\"; {takes}")))?)
}

/// The preset called `name`, else what there is.
pub(crate) fn preset(name: &str) -> Result<Preset, String> {
    Preset::parse(name).ok_or_else(|| {
        let names: Vec<&str> = Preset::ALL.iter().map(|preset| preset.name()).collect();
        format!("it takes one of {}", names.join(", "))
    })
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
