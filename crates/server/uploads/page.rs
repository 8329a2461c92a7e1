//! Uploads as a page: two forms, and what came of the one that was sent.

use report::Markup;
use rulelang::sheet::{Change, ChangeKind};

use super::Shown;
use super::sheet::{Sheet, lines};
use crate::workbench::Decoded;

/// Rows of a sheet that are shown; all are applied.
const CHANGES_MAX: usize = 200;

/// Posts of an export that are shown.
const POSTS_MAX: usize = 10;

/// Writes it.
pub(super) fn write(shown: &Shown, files: &[String], writes: bool, body: &mut Markup) {
    body.element("main", &[("class", "report uploads")], |main| {
        main.element("header", &[], |header| {
            header.leaf("h1", &[], "Uploads");
            let lead = "A sheet of rules or an export of mentions. What it does is shown first; nothing is written before you say so.";
            header.leaf("p", &[("class", "lead")], lead);
        });
        match shown {
            Shown::Nothing => {}
            Shown::Sheet(sheet, mark) => write_sheet(sheet, mark, writes, main),
            Shown::Export(decoded, name, mark) => write_export(decoded, name, mark, writes, main),
            Shown::Done(title, told) => {
                main.element("section", &[("class", "outcome")], |section| {
                    section.leaf("h2", &[], title);
                    list(section, told.iter().map(String::as_str));
                });
            }
            Shown::Refused(why) => {
                main.element("div", &[("role", "alert")], |alert| {
                    alert.element("p", &[("class", "wrong")], |line| line.lines(why));
                });
            }
        }
        write_forms(files, main);
    });
}

fn write_forms(files: &[String], main: &mut Markup) {
    main.element("section", &[], |section| {
        section.leaf("h2", &[], "Rules from a spreadsheet");
        section.element("p", &[("class", "lead")], |lead| {
            lead.text("Download the rules as a sheet with ");
            lead.leaf("code", &[], "tagline rules export -o rules.xlsx");
            lead.text(", change them in Excel, and bring the sheet back.");
        });
        form(section, |form| {
            file(form, ("sheet", "Sheet: XLSX or CSV", ".xlsx,.csv,.tsv"));
            form.element("p", &[("class", "choice")], |line| {
                let field =
                    [("type", "checkbox"), ("id", "delete"), ("name", "delete"), ("value", "1")];
                line.void("input", &field);
                let label = "Take out rules and languages that are not in the sheet";
                line.leaf("label", &[("for", "delete")], label);
            });
            form.element("p", &[("class", "row")], |row| {
                row.leaf("label", &[("for", "into")], "New rules go into");
                row.element("select", &[("id", "into"), ("name", "into")], |select| {
                    select.leaf(
                        "option",
                        &[("value", "")],
                        "the file that has the others of their kind",
                    );
                    for name in files {
                        select.leaf("option", &[("value", name)], name);
                    }
                });
            });
            press(form, "sheet", "Show what changes");
        });
    });
    main.element("section", &[], |section| {
        section.leaf("h2", &[], "Mentions from an export");
        let how = "A table (CSV, XLSX) or JSON lines, from a listening tool or a platform. Twice the same file counts once.";
        section.leaf("p", &[("class", "lead")], how);
        form(section, |form| {
            file(form, ("export", "Export", ".csv,.tsv,.xlsx,.jsonl,.ndjson,.json,.gz"));
            press(form, "export", "Show what it is taken for");
        });
    });
}

fn write_sheet(sheet: &Sheet, mark: &str, writes: bool, main: &mut Markup) {
    let import = &sheet.import;
    main.element("section", &[("class", "outcome")], |section| {
        section.leaf("h2", &[], &format!("What {} changes", sheet.name));
        section.leaf("p", &[("class", "summary")], &counted(sheet));
        if !sheet.ignored.is_empty() {
            let told = format!("Columns that mean nothing here: {}.", sheet.ignored.join(", "));
            section.leaf("p", &[("class", "hint")], &told);
        }
        if !import.absent.is_empty() {
            section.element("details", &[], |absent| {
                let count = numbered(import.absent.len(), "row");
                absent.leaf(
                    "summary",
                    &[],
                    &format!("{count} of the rules not in the sheet; they stay"),
                );
                absent.leaf("p", &[("class", "hint")], &import.absent.join("; "));
            });
        }
        for change in import.changes.iter().take(CHANGES_MAX) {
            write_change(change, section);
        }
        if import.changes.len() > CHANGES_MAX {
            let told = format!("The first {CHANGES_MAX} rows are shown.");
            section.leaf("p", &[("class", "hint")], &told);
        }
        write_refused(sheet, section);
        if sheet.broken {
            let why = "With these changes the rules have errors, so that nothing is written.";
            section.leaf("p", &[("class", "wrong")], why);
            for finding in &sheet.errors {
                let pre = [("tabindex", "0"), ("class", "finding")];
                section.element("pre", &pre, |pre| pre.lines(&finding.to_string()));
            }
        } else if import.files.is_empty() {
            section.leaf("p", &[("class", "hint")], "The rules stay as they are.");
        } else {
            let delete = if sheet.delete { "1" } else { "" };
            decide(
                section,
                ("apply", "Change the rules"),
                &[("mark", mark), ("delete", delete), ("into", &sheet.into)],
                writes,
            );
        }
    });
}

fn counted(sheet: &Sheet) -> String {
    let import = &sheet.import;
    let count = |kind| import.changes.iter().filter(|change| change.kind == kind).count();
    let wrong = import.findings.iter().filter(|finding| finding.is_error()).count();
    format!(
        "{} added, {} changed, {} removed, {} refused",
        count(ChangeKind::Added),
        count(ChangeKind::Changed),
        count(ChangeKind::Removed),
        import.refusals.len() + wrong
    )
}

fn write_change(change: &Change, section: &mut Markup) {
    let word = match change.kind {
        ChangeKind::Added => "added",
        ChangeKind::Changed => "changed",
        ChangeKind::Removed => "removed",
    };
    section.element("article", &[("class", "change-of-rule")], |article| {
        article.element("h3", &[], |title| {
            title.leaf("span", &[("class", word)], word);
            title.text(" ");
            title.text(&change.rule);
        });
        article.leaf("p", &[("class", "hint")], &change.file);
        article.element("dl", &[], |cells| {
            for (column, old, new) in &change.cells {
                cells.leaf("dt", &[], column.name());
                cells.element("dd", &[], |cell| {
                    let (gone, come) = lines(old, new);
                    for line in gone {
                        cell.leaf("del", &[], line);
                    }
                    for line in come {
                        cell.leaf("ins", &[], line);
                    }
                });
            }
        });
    });
}

fn write_refused(sheet: &Sheet, section: &mut Markup) {
    let import = &sheet.import;
    if import.refusals.is_empty() && import.findings.is_empty() {
        return;
    }
    section.leaf("h3", &[], "What was refused, and what looks odd");
    section.element("ul", &[], |list| {
        for refusal in &import.refusals {
            let told = format!("{}, {}: {}", refusal.place, refusal.rule, refusal.why);
            list.leaf("li", &[], &told);
        }
        for finding in &import.findings {
            let diagnostic = &finding.diagnostic;
            let (line, _) = finding.position();
            let help = diagnostic.help.as_deref().map(|help| format!("; {help}"));
            let told = format!(
                "{}, row {line}: {}{}",
                diagnostic.severity.name(),
                diagnostic.message,
                help.unwrap_or_default()
            );
            list.leaf("li", &[], &told);
        }
    });
}

fn write_export(decoded: &Decoded, name: &str, mark: &str, writes: bool, main: &mut Markup) {
    main.element("section", &[("class", "outcome")], |section| {
        section.leaf("h2", &[], &format!("What {name} is taken for"));
        let more = if decoded.more { "the first " } else { "" };
        let told = format!(
            "{more}{} can be read, {} cannot",
            numbered(decoded.posts.len(), "post"),
            numbered(decoded.rejected, "record")
        );
        section.leaf("p", &[("class", "summary")], &told);
        if let Some(columns) = &decoded.columns {
            let pre = [("tabindex", "0"), ("class", "finding"), ("aria-label", "Columns")];
            section.element("pre", &pre, |pre| pre.lines(columns));
        }
        if !decoded.samples.is_empty() {
            section.leaf("h3", &[], "What cannot be read, and why");
            list(section, decoded.samples.iter().map(String::as_str));
        }
        section.leaf("h3", &[], "The first of them");
        let texts = decoded.posts.iter().take(POSTS_MAX);
        list(
            section,
            texts.map(|post| if post.text.is_empty() { "(no words)" } else { &*post.text }),
        );
        decide(section, ("take", "Read them in"), &[("mark", mark)], writes);
    });
}

fn numbered(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// The button that does what was shown, where things are written.
fn decide(
    section: &mut Markup,
    (what, label): (&str, &str),
    fields: &[(&str, &str)],
    writes: bool,
) {
    if !writes {
        let why = "Nothing is written here. Have the server started with --write.";
        section.leaf("p", &[("class", "hint")], why);
        return;
    }
    form(section, |form| {
        for (name, value) in fields {
            form.void("input", &[("type", "hidden"), ("name", name), ("value", value)]);
        }
        press(form, what, label);
    });
}

fn form(section: &mut Markup, inner: impl FnOnce(&mut Markup)) {
    let field = [("method", "post"), ("action", "/uploads"), ("enctype", "multipart/form-data")];
    section.element("form", &field, inner);
}

fn file(form: &mut Markup, (name, label, accept): (&str, &str, &str)) {
    form.element("p", &[("class", "row")], |row| {
        row.leaf("label", &[("for", name)], label);
        let field =
            [("id", name), ("name", name), ("type", "file"), ("accept", accept), ("required", "")];
        row.void("input", &field);
    });
}

fn press(form: &mut Markup, value: &str, label: &str) {
    form.element("p", &[("class", "row")], |row| {
        row.leaf("button", &[("name", "do"), ("value", value), ("class", "first")], label);
    });
}

fn list<'l>(section: &mut Markup, lines: impl Iterator<Item = &'l str>) {
    section.element("ul", &[("class", "lines")], |list| {
        for line in lines {
            list.element("li", &[("dir", "auto")], |item| item.lines(line));
        }
    });
}
