//! What are real posts like? The numbers the corpus is made from.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use corpus::Statistics;

/// Measures the posts of `TAGLINE_DATA` and writes their statistics to where the corpus reads them.
pub(crate) fn run() -> anyhow::Result<()> {
    let data = std::env::var_os("TAGLINE_DATA");
    let data = data.context("TAGLINE_DATA is not set: it names the folder of real posts")?;
    let posts = corpus::real_posts(&PathBuf::from(data))?;
    let measured = corpus::measure(&posts);
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/corpus/statistics.tsv");
    std::fs::write(kept, measured.written())?;
    println!("{} posts of {} files, {}", posts.len(), measured.sources.len(), change(&measured));
    Ok(())
}

fn change(measured: &Statistics) -> &'static str {
    let same = Statistics::read(&measured.written()) == Statistics::kept();
    if same { "as before" } else { "other numbers than before" }
}
