//! Files that people bring: a sheet of rules, shown as what it changes before it is applied, and an export of mentions,
//! shown as what it is taken for before it is read in.

mod page;
mod sheet;
mod staged;

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::error::Wrong;
use crate::form::Form;
use crate::guard::BODY_MAX;
use crate::layout::{self, Page};
use crate::route::{Needs, Route};
use crate::site::{Site, Visit};
use crate::visitor::Role;
use crate::workbench::{Decoded, Unwritten, Workbench};

use sheet::Sheet;
pub(crate) use staged::Stage;
use staged::Staged;

/// Its address.
pub(crate) const ROUTES: &[Route] = &[Route {
    path: "/uploads",
    needs: Needs::Role(Role::Edit),
    about: "Takes a sheet of rules or an export of mentions: shows what it would do, then does it.",
    answer: || get(begin).post(sent).layer(DefaultBodyLimit::max(BODY_MAX)),
}];

/// Records of an export that are looked at before it is read in.
const LOOKED_MAX: usize = 2_000;

/// What there is to show.
enum Shown {
    /// The forms alone.
    Nothing,
    /// What a sheet changes; the mark by which it is applied.
    Sheet(Box<Sheet>, String),
    /// What an export is taken for; the mark by which it is read in.
    Export(Box<Decoded>, String, String),
    /// What was done, a line each.
    Done(&'static str, Vec<String>),
    /// Why it was not.
    Refused(String),
}

async fn begin(State(site): State<Site>, visit: Visit) -> Result<Response, Wrong> {
    visit.parameters.only(&[])?;
    let place = site.clone();
    site.work(move |_| Ok(answer(&place, &visit, &Shown::Nothing))).await
}

async fn sent(
    State(site): State<Site>,
    visit: Visit,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Wrong> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let form = Form::read(kind.unwrap_or_default(), &body)?;
    let place = site.clone();
    site.work(move |_| {
        let bench = place.workbench();
        let shown = match form.text("do").as_str() {
            "sheet" => form.upload("sheet").map(|file| {
                let mark = place.stage().put(file.name, file.bytes);
                looked_at(bench, file.name, file.bytes, &form, mark)
            }),
            "export" => form.upload("export").map(|file| {
                let mark = place.stage().put(file.name, file.bytes);
                export(bench, file.name, file.bytes, mark)
            }),
            "apply" if place.writes() => {
                Some(staged(&place, &form, |file| apply(bench, file, &form)))
            }
            "take" if place.writes() => {
                let taken = staged(&place, &form, |file| take(bench, file));
                place.note_written();
                Some(taken)
            }
            "apply" | "take" => {
                let why = "Nothing is written here. Have the server started with --write.";
                Some(Shown::Refused(why.to_owned()))
            }
            other => {
                return Err(Wrong::Question(format!("there is nothing called \"{other}\" to do")));
            }
        };
        let shown = shown.unwrap_or_else(|| Shown::Refused("Choose a file first.".to_owned()));
        Ok(answer(&place, &visit, &shown))
    })
    .await
}

/// Does something with the file that was looked at before.
fn staged(site: &Site, form: &Form, with: impl FnOnce(&Staged) -> Shown) -> Shown {
    match site.stage().get(&form.text("mark")) {
        Some(file) => with(&file),
        None => Shown::Refused("The file is no longer here. Send it again.".to_owned()),
    }
}

fn looked_at(bench: &dyn Workbench, name: &str, bytes: &[u8], form: &Form, mark: String) -> Shown {
    match Sheet::read(bench, name, bytes, form) {
        Ok(sheet) => Shown::Sheet(Box::new(sheet), mark),
        Err(why) => Shown::Refused(format!("{name}: {why}")),
    }
}

/// Writes what a sheet changes, as it was shown.
fn apply(bench: &dyn Workbench, file: &Staged, form: &Form) -> Shown {
    let sheet = match Sheet::read(bench, &file.name, &file.bytes, form) {
        Ok(sheet) => sheet,
        Err(why) => return Shown::Refused(format!("{}: {why}", file.name)),
    };
    if sheet.broken {
        let why = "Nothing is written: with these changes the rules have errors.";
        return Shown::Refused(why.to_owned());
    }
    let written = sheet.written();
    match bench.write(&written) {
        Ok(()) => {
            let lines = written.iter().map(|file| format!("wrote {}", file.name)).collect();
            Shown::Done("The rules are changed", lines)
        }
        Err(Unwritten::Changed(path)) => Shown::Refused(format!(
            "Nothing is written: somebody changed {} meanwhile. Send the sheet again.",
            path.display()
        )),
        Err(Unwritten::Failed(why)) => Shown::Refused(why),
    }
}

fn export(bench: &dyn Workbench, name: &str, bytes: &[u8], mark: String) -> Shown {
    match bench.decode(name, bytes, LOOKED_MAX) {
        Ok(decoded) => Shown::Export(Box::new(decoded), name.to_owned(), mark),
        Err(why) => Shown::Refused(format!("{name}: {why}")),
    }
}

fn take(bench: &dyn Workbench, file: &Staged) -> Shown {
    match bench.take(&file.name, &file.bytes) {
        Ok(lines) => Shown::Done("The mentions are read in", lines),
        Err(why) => Shown::Refused(format!("{}: {why}", file.name)),
    }
}

fn answer(site: &Site, visit: &Visit, shown: &Shown) -> Response {
    let mut page = Page::new("Uploads", "/uploads");
    // Where there are none, there is nothing to choose from; what is wrong is told when a sheet is sent.
    let files = site.workbench().files().unwrap_or_default();
    let files: Vec<String> = files.into_iter().map(|file| file.name).collect();
    page::write(shown, &files, site.writes(), &mut page.body);
    let page = layout::page(site, Some(&visit.visitor), None, &page);
    let headers =
        [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];
    (headers, page).into_response()
}
