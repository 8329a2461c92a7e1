//! `file-syntax`: the file breaks the rules of TOML, so a part of it cannot be read.

use crate::catalog::Source::File;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::FileSyntax,
    name: "file-syntax",
    severity: Severity::Error,
    text: "The file breaks the rules of TOML, so a part of it cannot be read.",
    now: "A part of the file cannot be read, so it is refused.",
    meant: "One `key = value` a line, texts in quotes.",
    write: "Write the line as the help shows.",
    fires: &[
        Case::file("acme OR \"globex late\"\n", "acme OR \"globex late\""),
        Case::file("[[theme]]\nid 'late'\nquery = 'late'\n", "id 'late'"),
        Case::file(
            "[[theme]]\nid = 'late'\nany = [\"late\" \"broken\", \"slow\"]\n",
            "[\"late\" \"broken\", \"slow\"]",
        )
        .fixed("[[theme]]\nid = 'late'\nany = [\"late\", \"broken\", \"slow\"]\n"),
        Case::file(
            "[[theme]]\nid = 'late'\nany = [\"a1\" \"a2\", \"a3\", \"a4\", \"a5\", \"a6\", \"a7\", \"a8\"]\n",
            "[\"a1\" \"a2\", \"a3\", \"a4\", \"a5\", \"a6\", \"a7\", \"a8\"]",
        ),
    ],
    silent: &[File("[[theme]]\nid = 'late'\nquery = 'late'\n")],
    untested: "",
};
