//! `tagline explain`: the manual of a finding.

use clap::Args;
use rulelang::Code;
use rulelang::catalog::{GROUPS, Page, Right, pages};

use crate::exit::{Exit, Mistake};
use crate::output;

/// What to explain.
#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// The code of a finding, as it stands in its brackets; without it, all are listed
    code: Option<String>,
}

/// Prints the page of a finding, or the list of all.
pub(crate) fn run(command: &Explain) -> anyhow::Result<Exit> {
    let Some(name) = &command.code else { return list() };
    let name = name.trim_matches(['[', ']']).to_lowercase();
    let Some(code) = Code::parse(&name) else { return Err(unknown(&name).into()) };
    output::answer_whole(page(code.page()))?;
    Ok(Exit::Fine)
}

fn page(page: &Page) -> String {
    let mut text = format!(
        "{} ({})\n\n{}\n\nNow    {}\nMeant  {}\nWrite  {}\n",
        page.name,
        page.severity.name(),
        page.text,
        page.now,
        page.meant,
        page.write
    );
    for (at, case) in page.fires.iter().enumerate() {
        let title = if at == 0 { "\nFound in\n" } else { "\n" };
        text.push_str(title);
        text.push_str(&indented("  - ", case.wrong.text()));
        if let Right::Fixed(right) | Right::Written(right) = case.right {
            text.push_str(&indented("  + ", right));
        }
    }
    for (at, source) in page.silent.iter().enumerate() {
        let title = if at == 0 { "\nNot found in\n" } else { "" };
        text.push_str(title);
        text.push_str(&indented("    ", source.text()));
    }
    text
}

/// Each line of `text` after `sign`.
fn indented(sign: &str, text: &str) -> String {
    let lines = text.lines().filter(|line| !line.is_empty());
    lines.flat_map(|line| [sign, line, "\n"]).collect()
}

fn list() -> anyhow::Result<Exit> {
    for group in GROUPS {
        output::answer_line(format_args!("{}", group.title))?;
        for page in group.pages {
            let text = page.text.split(". ").next().unwrap_or_default().trim_end_matches('.');
            output::answer_line(format_args!(
                "  {:<27} {:<8} {text}",
                page.name,
                page.severity.name()
            ))?;
        }
        output::answer_line("")?;
    }
    output::answer_line("tagline explain CODE prints the page of one.")?;
    Ok(Exit::Fine)
}

fn unknown(name: &str) -> Mistake {
    let near = pages()
        .map(|page| (strsim::jaro_winkler(name, page.name), page.name))
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .filter(|(likeness, _)| *likeness > 0.8);
    Mistake(match near {
        Some((_, near)) => format!("there is no finding `{name}`; did you mean `{near}`?"),
        None => format!("there is no finding `{name}`; `tagline explain` lists all"),
    })
}
