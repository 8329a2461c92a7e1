//! What people see before anything was read: what to do next.

use report::Markup;

use crate::site::Site;

/// The steps to a first report: what to do, and by which command.
const STEPS: [(&str, &str); 4] = [
    (
        "Look what your data carries, and which reports it can answer",
        "tagline sources --input export.xlsx",
    ),
    ("Put your brand into the rules, and check them", "tagline rules check"),
    ("Read the data: they are tagged and counted", "tagline run --input export.xlsx"),
    ("Reload this page", ""),
];

/// Writes it.
pub(crate) fn write(site: &Site, body: &mut Markup) {
    body.element("main", &[("class", "report narrow")], |main| {
        main.element("header", &[], |header| {
            header.element("p", &[("class", "kicker")], |line| {
                line.leaf("strong", &[], "Welcome");
                line.leaf("span", &[], &site.place());
            });
            header.leaf("h1", &[], "Nothing was read yet.");
        });
        main.element("ol", &[("class", "steps")], |list| {
            for (told, command) in STEPS {
                list.element("li", &[], |item| {
                    item.leaf("span", &[], told);
                    if !command.is_empty() {
                        item.leaf("code", &[], command);
                    }
                });
            }
        });
        main.element("p", &[("class", "lead")], |lead| {
            lead.text("No rules yet? ");
            lead.leaf("code", &[], "tagline init my-brand --pack service,noise");
            lead.text(" writes some to start from. To see it all with made-up data: ");
            lead.leaf("code", &[], "tagline demo");
        });
    });
}
