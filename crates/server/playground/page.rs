//! The playground as a page: a form that works by itself, and that a script sends again as one types.

use report::Markup;
use rulelang::{Severity, SourceFile};

use super::ask::{Ask, From};
use super::finding::Told;
use super::posts::{self, Seen};

/// All that the page shows.
pub(super) struct View<'v> {
    /// What was asked, or what one begins with.
    pub(super) ask: &'v Ask,
    /// The rule files.
    pub(super) files: &'v [SourceFile],
    /// Whether rules may be written here.
    pub(super) writes: bool,
    /// What is to be said of what was done.
    pub(super) told: Option<Notice>,
    /// The findings that are shown, and how many there are beside them.
    pub(super) findings: &'v (Vec<Told>, usize),
    /// The posts and what became of them; absent while the rules cannot be used.
    pub(super) seen: Option<Seen<'v>>,
    /// What is called what in the store, to choose from.
    pub(super) tags: &'v [String],
    /// Whether the text is another than that of the file.
    pub(super) unsaved: bool,
    /// Whether the store has posts.
    pub(super) stored: bool,
}

/// A sentence on what was done, or why it was not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Notice {
    /// It was done.
    Done(String),
    /// It was not.
    Refused(String),
}

/// The page's body.
pub(super) fn write(view: &View<'_>, body: &mut Markup) {
    body.element("main", &[("class", "report wide playground")], |main| {
        main.element("header", &[], |header| {
            header.leaf("h1", &[], "Playground");
            let lead = "Change a rule and see at once what it finds, what is wrong with it, and why. Nothing is stored or counted.";
            header.leaf("p", &[("class", "lead")], lead);
        });
        let form = [
            ("id", "playground"),
            ("method", "post"),
            ("action", "/playground"),
            ("enctype", "multipart/form-data"),
            ("class", "panes"),
        ];
        main.element("form", &form, |form| {
            let labelled = [("class", "pane"), ("aria-labelledby", "rules-title")];
            form.element("section", &labelled, |pane| write_rules(view, pane));
            let labelled = [("class", "pane"), ("aria-labelledby", "posts-title")];
            form.element("section", &labelled, |pane| write_posts(view, pane));
        });
    });
}

/// Only what changes when the rules do: what the script puts in place of what is there.
pub(super) fn write_part(view: &View<'_>, body: &mut Markup) {
    write_findings(view, body);
    write_tried(view, body);
}

fn write_rules(view: &View<'_>, pane: &mut Markup) {
    pane.leaf("h2", &[("id", "rules-title")], "Rules");
    // The first button is what the return key presses.
    pane.element("p", &[("class", "row")], |row| {
        row.leaf("label", &[("for", "file")], "File");
        row.element("select", &[("id", "file"), ("name", "file")], |select| {
            for file in view.files {
                option(select, &file.name, &file.name, file.name == view.ask.file);
            }
        });
        button(row, "do", "open", "Open");
    });
    pane.void("input", &[("type", "hidden"), ("name", "mark"), ("value", &view.ask.mark)]);
    pane.element("div", &[("class", "editor")], |editor| {
        editor.leaf("pre", &[("class", "under"), ("aria-hidden", "true")], "");
        let field = [
            ("name", "text"),
            ("id", "text"),
            ("aria-label", "Rules of this file"),
            ("aria-describedby", "findings-summary"),
            ("rows", "24"),
            ("spellcheck", "false"),
            ("autocapitalize", "off"),
            ("autocomplete", "off"),
            ("wrap", "off"),
            ("data-unsaved", "1"),
        ];
        let field = if view.unsaved { &field } else { &field[..field.len() - 1] };
        // A browser drops the first line end.
        editor.element("textarea", field, |area| area.lines(&format!("\n{}", view.ask.text)));
    });
    pane.element("p", &[("class", "row acts")], |row| {
        row.leaf("button", &[("name", "do"), ("value", "try"), ("class", "first")], "Try");
        button(row, "do", "lay", "Lay out");
        if view.writes {
            button(row, "do", "save", "Save");
        }
        button(row, "do", "download", "Download");
    });
    if !view.writes {
        let how =
            "Rules are read-only here: download the file, or have the server started with --write.";
        pane.leaf("p", &[("class", "hint")], how);
    }
    write_findings(view, pane);
}

fn write_findings(view: &View<'_>, pane: &mut Markup) {
    pane.element("div", &[("id", "findings")], |part| {
        part.element("div", &[("role", "status")], |status| {
            match &view.told {
                Some(Notice::Done(told)) => status.leaf("p", &[("class", "done")], told),
                Some(Notice::Refused(told)) => status.leaf("p", &[("class", "wrong")], told),
                None => {}
            }
            let summary = [("class", "summary"), ("id", "findings-summary")];
            status.leaf("p", &summary, &summary_of(view.findings));
        });
        if view.findings.0.is_empty() {
            return;
        }
        part.element("ol", &[("class", "findings")], |list| {
            for told in &view.findings.0 {
                write_finding(told, &view.ask.file, list);
            }
        });
    });
}

fn write_finding(told: &Told, file: &str, list: &mut Markup) {
    let here = told.file == file;
    let (start, length) = (told.span.0.to_string(), told.span.1.to_string());
    let severity = told.severity.name();
    let place = [
        ("class", severity),
        ("data-start", start.as_str()),
        ("data-length", length.as_str()),
        ("data-severity", severity),
    ];
    list.element("li", if here { &place } else { &place[..1] }, |item| {
        item.element("p", &[], |line| {
            line.leaf("strong", &[], severity);
            let (row, column) = told.position;
            let place = format!("line {row}, column {column}");
            let place = if here { place } else { format!("{}, {place}", told.file) };
            line.leaf("span", &[("class", "place")], &place);
            line.leaf("code", &[], told.code);
        });
        item.leaf("p", &[("class", "message")], &told.message);
        if let Some(help) = &told.help {
            item.leaf("p", &[("class", "help")], help);
        }
        if let Some(mend) =
            told.mend.as_ref().filter(|mend| here && !mend.text.contains(char::is_control))
        {
            let (start, length) = (mend.span.0.to_string(), mend.span.1.to_string());
            let what = if mend.safe { "Mend" } else { "Mend, as it was probably meant" };
            let place = [
                ("type", "button"),
                ("class", "mend scripted"),
                ("data-start", start.as_str()),
                ("data-length", length.as_str()),
                ("data-text", mend.text.as_str()),
            ];
            item.leaf("button", &place, what);
        }
        item.element("details", &[], |more| {
            more.leaf("summary", &[], "Show the line");
            let scroll = [("tabindex", "0"), ("aria-label", "The line")];
            more.element("pre", &scroll, |pre| pre.lines(&told.shown));
        });
    });
}

/// How much was found, in a line.
fn summary_of((told, more): &(Vec<Told>, usize)) -> String {
    let of = |severity: Severity, word: &str| {
        let count = told.iter().filter(|told| told.severity == severity).count();
        (count > 0).then(|| format!("{count} {word}{}", if count == 1 { "" } else { "s" }))
    };
    let info = told.iter().filter(|told| told.severity == Severity::Info).count();
    let counts = [
        of(Severity::Error, "error"),
        of(Severity::Warning, "warning"),
        (info > 0).then(|| format!("{info} info")),
        (*more > 0).then(|| format!("{more} more")),
    ];
    let counts: Vec<String> = counts.into_iter().flatten().collect();
    if counts.is_empty() {
        "Nothing is wrong with the rules.".to_owned()
    } else {
        counts.join(", ")
    }
}

fn write_posts(view: &View<'_>, pane: &mut Markup) {
    let ask = view.ask;
    pane.leaf("h2", &[("id", "posts-title")], "Posts");
    pane.element("fieldset", &[("class", "from")], |set| {
        set.leaf("legend", &[], "Try them on");
        set.element("span", &[("class", "row")], |row| {
            let stored = ask.from == From::Store;
            radio(row, ("from-store", "store"), "the newest posts of the store", stored);
            row.leaf("label", &[("for", "tag")], "with the tag");
            let tag = ask.tag.as_deref().unwrap_or_default();
            let field = [
                ("id", "tag"),
                ("name", "tag"),
                ("list", "tags"),
                ("value", tag),
                ("placeholder", "any"),
                ("autocomplete", "off"),
            ];
            row.void("input", &field);
            row.element("datalist", &[("id", "tags")], |list| {
                for tag in view.tags {
                    list.void("option", &[("value", tag)]);
                }
            });
        });
        radio(set, ("from-text", "text"), "posts of my own", ask.from == From::Text);
    });
    let open: &[_] = if ask.from == From::Text {
        &[("class", "own"), ("open", "")]
    } else {
        &[("class", "own")]
    };
    pane.element("details", open, |own| {
        own.leaf("summary", &[], "Paste posts, or take them from a file");
        own.element("p", &[], |line| {
            line.leaf("label", &[("for", "posts")], "Posts, one a line");
            let field =
                [("id", "posts"), ("name", "posts"), ("rows", "6"), ("spellcheck", "false")];
            line.element("textarea", &field, |area| area.lines(&format!("\n{}", ask.posts)));
        });
        own.element("p", &[("class", "row")], |row| {
            row.leaf("label", &[("for", "upload")], "CSV, XLSX or JSON lines");
            let field = [
                ("id", "upload"),
                ("name", "upload"),
                ("type", "file"),
                ("accept", ".csv,.tsv,.xlsx,.jsonl,.ndjson,.json"),
            ];
            row.void("input", &field);
            button(row, "do", "try", "Take");
        });
    });
    write_tried(view, pane);
}

fn write_tried(view: &View<'_>, pane: &mut Markup) {
    pane.element("div", &[("id", "tried")], |part| match &view.seen {
        Some(seen) => posts::write(seen, view.ask, part),
        None if view.stored || view.ask.from == From::Text => {
            let why = "The rules have errors. Posts are tried again once those are mended.";
            part.leaf("p", &[("class", "hint"), ("data-unusable", "1")], why);
        }
        None => part.leaf("p", &[("class", "hint")], "There are no posts yet."),
    });
}

fn radio(set: &mut Markup, (id, value): (&str, &str), label: &str, chosen: bool) {
    set.element("span", &[("class", "choice")], |choice| {
        let field =
            [("type", "radio"), ("name", "from"), ("id", id), ("value", value), ("checked", "")];
        choice.void("input", if chosen { &field } else { &field[..4] });
        choice.leaf("label", &[("for", id)], label);
    });
}

/// A choice of a list.
pub(super) fn option(select: &mut Markup, value: &str, label: &str, chosen: bool) {
    let field = [("value", value), ("selected", "")];
    select.leaf("option", if chosen { &field } else { &field[..1] }, label);
}

/// A button that sends the form with `name` set to `value`.
pub(super) fn button(row: &mut Markup, name: &str, value: &str, label: &str) {
    row.leaf("button", &[("name", name), ("value", value)], label);
}
