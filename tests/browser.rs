//! The pages in a real browser: starts a site over a demo's store and has `tests/browser/` look at it.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::command::Place;
use crate::ops::lines_of;

/// What Debian and others call the browser.
const BROWSERS: [&str; 3] =
    ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/// A browser, and the folder with what drives it.
struct Driver {
    chromium: PathBuf,
    packages: PathBuf,
}

/// `None` without them, unless `TAGLINE_REQUIRE` names `browser`: then the test fails.
fn driver() -> Option<Driver> {
    let chromium = BROWSERS.iter().map(PathBuf::from).find(|path| path.exists());
    let packages = env::var_os("TAGLINE_BROWSER").map(PathBuf::from);
    let packages = packages.filter(|folder| folder.join("node_modules").is_dir());
    if let (Some(chromium), Some(packages)) = (chromium, packages) {
        return Some(Driver { chromium, packages });
    }
    let required = env::var("TAGLINE_REQUIRE").unwrap_or_default();
    assert!(
        !required.split(',').any(|name| name == "browser"),
        "TAGLINE_REQUIRE asks for browser, and chromium is missing, or TAGLINE_BROWSER with what `npm ci` puts there"
    );
    eprintln!("skipped: no browser; tests/run installs one and sets TAGLINE_BROWSER");
    None
}

/// A site that is ended with the test.
pub(crate) struct Site {
    child: Child,
    pub(crate) url: String,
}

impl Drop for Site {
    fn drop(&mut self) {
        // It may have ended by itself, which a failed test tells.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Serves the demo in the folder `demo` of `place`.
pub(crate) fn serve(place: &Place, more: &[&str]) -> Site {
    let mut command = place.command(["serve", "--no-open", "--listen", "127.0.0.1:0"]);
    command.args(more).current_dir(place.path("demo")).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let lines = lines_of(&mut child);
    let url = lines.iter().find_map(|line| {
        let (_, behind) = line.split_once("http://")?;
        Some(format!("http://{}", behind.split(['/', ' ']).next()?))
    });
    // What it says later is read as well, so that it never waits for a reader.
    std::thread::spawn(move || lines.iter().for_each(drop));
    Site { child, url: url.expect("it says where it is") }
}

/// Has a file of `tests/browser/` look at the site.
#[track_caller]
fn looks(driver: &Driver, site: &Site, file: &str, more: &[(&str, &Path)]) {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser").join(file);
    let mut node = Command::new("node");
    node.args(["--test", "--test-reporter=spec"]).arg(tests);
    node.env("TAGLINE_URL", &site.url)
        .env("TAGLINE_BROWSER", &driver.packages)
        .env("TAGLINE_CHROMIUM", &driver.chromium);
    node.envs(more.iter().copied()).stdin(Stdio::null());
    let output = node.output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{told}\n{}", String::from_utf8_lossy(&output.stderr));
    // What ran is told, also where nothing failed.
    eprintln!("{told}");
}

#[test]
fn every_page_is_right_in_a_browser() {
    let Some(driver) = driver() else { return };
    let place = Place::new();
    place.call(["demo", "demo"]).ends(0);
    let site = serve(&place, &[]);
    looks(&driver, &site, "pages.test.mjs", &[]);
}

#[test]
fn the_playground_works_in_a_browser() {
    let Some(driver) = driver() else { return };
    let place = Place::new();
    place.call(["demo", "demo"]).ends(0);
    let site = serve(&place, &["--write"]);
    let demo = place.path("demo");
    looks(&driver, &site, "playground.test.mjs", &[("TAGLINE_DEMO", &demo)]);
}
