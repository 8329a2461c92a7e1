//! The walls of every page: its head, where one can go, and where the numbers come from.

use mention::Timestamp;
use report::{Attribute, Language, Markup, Zone};

use crate::assets;
use crate::error::Told;
use crate::house::rooted;
use crate::pages::{first_run, sign_in};
use crate::site::Site;
use crate::visitor::Visitor;

/// A page without its walls.
pub(crate) struct Page {
    /// What it is, for the browser's tab.
    pub(crate) title: String,
    /// The language of what stands between the walls.
    pub(crate) language: Language,
    /// The entry of [`NAVIGATION`] it belongs to.
    pub(crate) at: &'static str,
    /// What stands between the walls: a `main` with the class `report`, which is what style sheets expect.
    pub(crate) body: Markup,
    /// Scripts among the assets that make it handier; it works without.
    pub(crate) scripts: Vec<&'static str>,
}

impl Page {
    /// A page with nothing on it yet.
    pub(crate) fn new(title: &str, at: &'static str) -> Self {
        Self {
            title: title.to_owned(),
            language: Language::English,
            at,
            body: Markup::default(),
            scripts: Vec::new(),
        }
    }
}

impl Page {
    /// The attributes of a wall, which is in English whatever the page is in.
    fn walls(&self) -> &'static [Attribute<'static>] {
        const WALLS: [Attribute<'static>; 2] = [("class", "site"), ("lang", "en")];
        match self.language {
            Language::English => &WALLS[..1],
            _ => &WALLS,
        }
    }
}

/// Where one can go from everywhere.
const NAVIGATION: &[(&str, &str)] = &[
    ("/", "Overview"),
    ("/todo", "To do"),
    ("/reports", "Reports"),
    ("/mentions", "Mentions"),
    ("/live", "Live"),
    ("/alerts", "Alerts"),
    ("/rules", "Rules"),
    ("/playground", "Playground"),
    ("/uploads", "Uploads"),
    ("/ledger", "Ledger"),
];

/// The whole page; `last` is when the last mention was published.
pub(crate) fn page(
    site: &Site,
    visitor: Option<&Visitor>,
    last: Option<Timestamp>,
    page: &Page,
) -> String {
    let mut markup = Markup::default();
    markup.own("<!doctype html>\n");
    markup.element("html", &[("lang", page.language.tag())], |html| {
        html.element("head", &[], |head| write_head(page, head));
        html.element("body", &[], |body| {
            body.leaf("a", &[("class", "skip"), ("href", "#content")], "Skip to the content");
            write_header(visitor, page, body);
            body.element("div", &[("id", "content"), ("tabindex", "-1")], |content| {
                content.append(&page.body);
            });
            write_footer(site, last, page, body);
        });
    });
    rooted(markup.finish(), &site.base())
}

/// What people read when something failed: what to do first where nothing was read yet, a form where they are not known.
pub(crate) fn failure(site: &Site, visitor: Option<&Visitor>, asked: &str, told: &Told) -> String {
    let title = told.status.canonical_reason().unwrap_or("Failed");
    let mut made = Page::new(title, "");
    match told.code {
        "empty-store" => first_run::write(site, &mut made.body),
        "sign-in" => sign_in::write_form("", asked, &mut made.body),
        _ => write_failure(asked, told, &mut made.body),
    }
    page(site, visitor, None, &made)
}

fn write_failure(asked: &str, told: &Told, body: &mut Markup) {
    body.element("main", &[("class", "report narrow")], |main| {
        main.element("header", &[], |header| {
            header.element("p", &[("class", "kicker")], |line| {
                line.leaf("strong", &[], told.status.as_str());
                line.leaf("span", &[], asked.split('?').next().unwrap_or_default());
            });
            header.leaf("h1", &[], &told.message);
        });
        if !told.remedy.is_empty() {
            main.leaf("p", &[("class", "lead")], told.remedy);
        }
        main.element("p", &[], |line| line.leaf("a", &[("href", "/")], "To the first page"));
    });
}

fn write_head(page: &Page, head: &mut Markup) {
    head.void("meta", &[("charset", "utf-8")]);
    let viewport = [("name", "viewport"), ("content", "width=device-width, initial-scale=1")];
    head.void("meta", &viewport);
    head.void("meta", &[("name", "color-scheme"), ("content", "light dark")]);
    head.leaf("title", &[], &format!("{} · tagline", page.title));
    head.void("link", &[("rel", "stylesheet"), ("href", &assets::address("site.css"))]);
    let icon = assets::address("icon.svg");
    head.void("link", &[("rel", "icon"), ("type", "image/svg+xml"), ("href", &icon)]);
    for script in &page.scripts {
        head.leaf("script", &[("src", &assets::address(script)), ("defer", "")], "");
    }
}

fn write_header(visitor: Option<&Visitor>, page: &Page, body: &mut Markup) {
    body.element("header", page.walls(), |header| {
        header.leaf("a", &[("class", "brand"), ("href", "/")], "tagline");
        let Some(visitor) = visitor.filter(|visitor| !visitor.shared) else { return };
        header.element("nav", &[("aria-label", "Pages")], |nav| {
            for (address, name) in NAVIGATION {
                let link = [("href", *address), ("aria-current", "page")];
                nav.leaf("a", if *address == page.at { &link } else { &link[..1] }, name);
            }
        });
        if let Some(name) = visitor.name.as_deref() {
            let form = [("method", "post"), ("action", "/sign-out"), ("class", "visitor")];
            header.element("form", &form, |form| {
                form.leaf("span", &[], name);
                form.leaf("button", &[("class", "quiet")], "Sign out");
            });
        }
    });
}

fn write_footer(site: &Site, last: Option<Timestamp>, page: &Page, body: &mut Markup) {
    body.element("footer", page.walls(), |footer| {
        footer.element("p", &[], |line| {
            line.leaf("span", &[], &format!("Store {}", site.place()));
            if let Some(last) = last {
                let last = told_time(last, &site.settings().zone);
                line.leaf("span", &[], &format!("last mention {last}"));
            }
            let rules = site.rules();
            match &rules.tagger {
                Some(tagger) => {
                    line.leaf("span", &[], &format!("rules {:.8}", tagger.rules().id.to_string()));
                }
                None => line.leaf("span", &[], "no rules in use"),
            }
            line.leaf("span", &[], &format!("tagline {}", site.settings().version));
        });
    });
}

/// A time as people read it: `Mon 9 Nov 2026, 14:05 Europe/Berlin`.
pub(crate) fn told_time(at: Timestamp, zone: &Zone) -> String {
    let wall = zone.wall(at);
    format!("{} {}", wall.strftime("%a %-d %b %Y, %H:%M"), zone.name())
}
