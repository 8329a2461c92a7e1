//! Writes the tables and plots of `README.md` from what benches have kept in `results/`: no figure is typed by hand.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use crate::plot::{self, Plot};
use crate::{Results, budget};
use anyhow::{Context as _, ensure};

/// A table of the page stands between `<!-- results NAME -->` and `<!-- end -->`.
const OPEN: &str = "<!-- results ";
const CLOSE: &str = "<!-- end -->";
/// The table that is made of the others.
const BUDGET: &str = "budget";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Writes the tables and plots of the page anew.
///
/// # Errors
///
/// When the page or a table cannot be read or written.
pub fn write_page() -> anyhow::Result<()> {
    let page = folder().join("README.md");
    fs::write(&page, filled(&fs::read_to_string(&page)?)?)?;
    for plot in plot::ALL {
        if let Some(svg) = drawn(plot)? {
            fs::write(folder().join("results").join(format!("{}.svg", plot.name)), svg)?;
        }
    }
    Ok(())
}

/// Checks that the page and the plots say what the results say.
///
/// # Errors
///
/// When they do not.
pub fn check_page() -> anyhow::Result<()> {
    let page = fs::read_to_string(folder().join("README.md"))?;
    ensure!(
        page == filled(&page)?,
        "benches/README.md is not what results/ says: cargo bench --no-default-features -- readme"
    );
    for plot in plot::ALL {
        let path = folder().join("results").join(format!("{}.svg", plot.name));
        let kept = fs::read_to_string(&path).ok();
        ensure!(kept == drawn(plot)?, "{} is not what results/ says", path.display());
    }
    Ok(())
}

/// The page with each table as its results say.
fn filled(page: &str) -> anyhow::Result<String> {
    let mut out = String::new();
    let mut rest = page;
    while let Some((before, after)) = rest.split_once(OPEN) {
        let (name, after) =
            after.split_once(" -->").context("a marker of a table is not closed")?;
        let (_, after) = after.split_once(CLOSE).context("a table has no end")?;
        let results = if name == BUDGET { budget::budget()? } else { Results::read(name)? };
        ensure!(!results.columns.is_empty(), "benches/results/{name}.tsv is missing");
        let _ = write!(out, "{before}{OPEN}{name} -->\n{}{CLOSE}", results.markdown());
        rest = after;
    }
    Ok(out + rest)
}

fn drawn(plot: &Plot) -> anyhow::Result<Option<String>> {
    let results = Results::read(plot.results)?;
    Ok((!results.rows.is_empty()).then(|| plot::svg(plot, &results)))
}
