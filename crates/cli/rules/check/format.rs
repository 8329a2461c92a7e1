//! Findings as people, programs and GitHub read them.

use rulelang::{Code, Finding, Severity};

use super::super::counted;
use super::fix::Mended;
use super::{Format, json};
use crate::output;

/// Writes findings.
pub(super) fn write(format: Format, findings: &[Finding]) -> anyhow::Result<()> {
    match format {
        Format::Text => {
            for shown in rulelang::render_all(findings) {
                output::answer_line(shown)?;
            }
        }
        Format::Json => {
            for object in json::objects(findings) {
                output::answer_line(object)?;
            }
        }
        Format::Github => {
            for (finding, place) in findings.iter().zip(rulelang::positions(findings)) {
                output::answer_line(annotation(finding, place))?;
            }
        }
    }
    Ok(())
}

/// The last line: how much there is of what.
pub(super) fn summary(files: usize, findings: &[Finding], mended: Option<&Mended>) -> String {
    let count = |severity| {
        findings.iter().filter(|finding| finding.diagnostic.severity == severity).count()
    };
    let mendable = |safe: bool| {
        let all = findings.iter().filter_map(|finding| finding.diagnostic.fix.as_ref());
        all.filter(|fix| fix.safe == safe).count()
    };
    let failing = findings.iter().filter(|finding| finding.code() == Code::ExampleFails).count();
    let mut line = format!(
        "{}: {}, {}, {} failing",
        counted(files, "file"),
        counted(count(Severity::Error) - failing, "error"),
        counted(count(Severity::Warning), "warning"),
        counted(failing, "example")
    );
    if count(Severity::Info) > 0 {
        line = format!("{line}, {}", counted(count(Severity::Info), "hint"));
    }
    let (safe, rest) = (mendable(true), mendable(false));
    let more = match mended {
        Some(mended) => format!("; {}", mended.told()),
        None if safe + rest > 0 => format!(
            "\n--fix mends {safe} of them, --unsafe-fixes {}; --diff shows how",
            safe + rest
        ),
        None => String::new(),
    };
    line.push_str(&more);
    line
}

fn annotation(finding: &Finding, (line, column): (usize, usize)) -> String {
    let diagnostic = &finding.diagnostic;
    let level = match diagnostic.severity {
        Severity::Info => "notice",
        other => other.name(),
    };
    let help = diagnostic.help.as_ref().map(|help| format!("\n{help}")).unwrap_or_default();
    format!(
        "::{level} file={},line={line},col={column},title={}::{}",
        property(finding.file()),
        diagnostic.code.name(),
        data(&format!("{}{help}", diagnostic.message))
    )
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
