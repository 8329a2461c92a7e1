//! `duplicate-id`: an id belongs to one rule only.

use crate::catalog::Source::File;
use crate::catalog::{Case, Page};
use crate::{Code, Severity};

/// The page.
pub(super) const PAGE: Page = Page {
    code: Code::DuplicateId,
    name: "duplicate-id",
    severity: Severity::Error,
    text: "An id belongs to one rule only.",
    now: "Two rules would give one tag, so the files are refused.",
    meant: "Two rules of their own, or one with both queries.",
    write: "Give one of the two another id, or join them.",
    fires: &[
        Case::file(
            "[[theme]]\nid = 'late'\nquery = 'late'\n\n[[theme]]\nid = 'late'\nquery = 'slow'\n",
            "'late'",
        ),
        Case::file(
            "[[account]]\nhandle = '@acme'\nrole = 'team'\n[[account]]\nhandle = 'Acme'\nrole = 'competitor'\n",
            "'Acme'",
        ),
        Case::file(
            "[[brand]]\nid = 'a'\nquery = 'a'\naccounts = ['x']\n[[brand]]\nid = 'b'\nrole = 'competitor'\nquery = 'b'\naccounts = ['x']\n",
            "'b'",
        ),
    ],
    silent: &[
        File("[[theme]]\nid = 'late'\nquery = 'late'\n\n[[theme]]\nid = 'slow'\nquery = 'slow'\n"),
        File(
            "[[account]]\nhandle = 'acme'\nplatform = 'x'\nrole = 'team'\n[[account]]\nhandle = 'acme'\nplatform = 'reddit'\nrole = 'competitor'\n",
        ),
        File(
            "[[brand]]\nid = 'a'\nquery = 'a'\naccounts = ['x']\n[[account]]\nhandle = 'x'\nrole = 'team'\nbrand = 'a'\n",
        ),
    ],
    untested: "",
};
