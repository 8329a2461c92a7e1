//! `tagline demo`: a made-up world from posts to a page, with nothing to set up.

mod chance;
mod phrase;
mod wire;
mod world;

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;
use store::Access;

use crate::config::Config;
use crate::exit::{Exit, Mistake};
use crate::packs::Pack;
use crate::report::{Format, Report};
use crate::run::{self, Run};
use crate::{output, serve, stores};

/// What is written beside the posts, by its place in the folder.
const FILES: &[(&str, &str)] = &[
    ("tagline.toml", include_str!("assets/demo/tagline.toml")),
    Pack::Service.file(),
    Pack::Noise.file(),
    ("rules/demo/velmora.rules.toml", include_str!("../../rules/demo/velmora.rules.toml")),
];

/// The four weeks that are reported: the launch is over, the crisis and the questions are in.
const PERIOD: &str = "2026-10-19..2026-11-15";

/// The week of page one, with weeks enough before it for what is usual.
const WEEK: &str = "2026-W46";

/// Where to put it, and which world.
#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// The folder to write; a demo that stands there is replaced
    #[arg(default_value = "tagline-demo")]
    folder: PathBuf,
    /// Another number is another world
    #[arg(long, default_value_t = 7)]
    seed: u64,
    /// A world in which nothing happens, to see what reports say then
    #[arg(long)]
    calm: bool,
    /// End when it is made; else it is served, and opened where a browser can open, for whoever sits at a terminal
    #[arg(long)]
    no_open: bool,
}

/// Makes the world, tags and counts it, reports.
pub(crate) fn run(command: &Demo) -> anyhow::Result<Exit> {
    let folder = &command.folder;
    prepare(folder)?;
    let weather = if command.calm { world::Weather::Calm } else { world::Weather::Eventful };
    let posts = world::posts(command.seed, weather);
    let input = folder.join("mentions.jsonl");
    write(&input, |out| wire::write(&posts, out))?;
    output::note(format_args!(
        "made {} posts of {} days: {}",
        posts.len(),
        world::DAYS,
        input.display()
    ));

    let config = config(folder)?;
    run::tell(&run::read(&Run::of_file(input), &config)?);
    let store = stores::open(&config, Access::Read)?;
    for name in report::ReportName::ALL {
        let period = if name == report::ReportName::Success { WEEK } else { PERIOD };
        let page = Report::of_period(name.name(), period, Format::Html).page(&store, &config)?;
        write(&folder.join(format!("{name}.html")), |out| out.write_all(&page))?;
    }
    output::answer_whole(&Report::of_period("tags", PERIOD, Format::Table).page(&store, &config)?)?;
    next(folder);
    drop(store);
    if !command.no_open {
        serve::show(&config)?;
    }
    Ok(Exit::Fine)
}

/// Empties the folder of an earlier demo, and of nothing else.
fn prepare(folder: &Path) -> anyhow::Result<()> {
    let store = folder.join("tagline.db");
    let ours = folder.join("rules/demo/velmora.rules.toml").exists();
    if store.exists() && !ours {
        let message =
            format!("{} holds a store that is no demo; name another folder", folder.display());
        return Err(Mistake(message).into());
    }
    for name in ["tagline.db", "tagline.db-wal", "tagline.db-shm"] {
        let path = folder.join(name);
        if path.exists() {
            fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
        }
    }
    for (name, text) in FILES {
        write(&folder.join(name), |out| out.write_all(text.as_bytes()))?;
    }
    Ok(())
}

fn config(folder: &Path) -> anyhow::Result<Config> {
    let at = |name: &str| folder.join(name).display().to_string();
    let paths = [("rules.path", at("rules")), ("store.path", at("tagline.db"))];
    Config::load(Some(&folder.join("tagline.toml")), &paths)
}

fn write(
    path: &Path,
    content: impl FnOnce(&mut BufWriter<File>) -> std::io::Result<()>,
) -> anyhow::Result<()> {
    let written = || {
        fs::create_dir_all(path.parent().unwrap_or(Path::new(".")))?;
        let mut out = BufWriter::new(File::create(path)?);
        content(&mut out)?;
        out.flush()
    };
    written().with_context(|| format!("cannot write {}", path.display()))
}

fn next(folder: &Path) {
    let shown = folder.display();
    output::note(format_args!(
        "\nOpen {shown}/success.html in a browser, then {shown}/tags.html, campaigns.html and the others: `tagline report list`."
    ));
    let program = std::env::current_exe().unwrap_or_else(|_| PathBuf::from("tagline"));
    if let Some(place) = program.parent() {
        output::note(format_args!("Next: export PATH=\"{}:$PATH\"; cd {shown}", place.display()));
    }
    output::note(
        "  tagline serve                                                        all of it at http://127.0.0.1:4270/, to choose from",
    );
    output::note(
        "  tagline rules try \"Still no delivery of my Velmora, two weeks late\"  what the rules make of a text",
    );
    output::note(
        "  tagline report tags --period 2026-W44                                the week of the crisis",
    );
    output::note(
        "  tagline report success --period 2026-W44 -o success.xlsx             page one as a workbook",
    );
    output::note(
        "  tagline report ledger                                                what became of every record",
    );
    output::note(
        "  tagline verify                                                       all counts, counted again",
    );
    output::note("For your own brand: tagline init my-brand");
}
