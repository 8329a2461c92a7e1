//! The first thing a newcomer sees.

use crate::command::Place;

#[test]
fn the_demo_ends_in_a_report_a_page_and_a_way_on() {
    let place = Place::new();
    let answer =
        place.call(["demo"]).ends(0).says(&["tags.html", "tagline verify", "tagline init"]);
    for word in ["Velmora", "Glide launch", "Battery fire and recall", "Riding in winter"] {
        assert!(answer.out.contains(word), "the report lacks {word}:\n{}", answer.out);
    }
    let page = std::fs::read_to_string(place.path("tagline-demo/tags.html")).unwrap();
    assert!(page.len() <= 300_000, "{} bytes", page.len());
    assert!(
        page.contains("<svg") && !page.contains("<script") && !page.contains("http"),
        "the page is not self-contained"
    );

    let inside = |args: &[&str]| {
        let mut command = place.command(args);
        let output = command.current_dir(place.path("tagline-demo")).output().unwrap();
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    inside(&["verify"]);
    let tried = inside(&["rules", "try", "Still no delivery of my Velmora, two weeks late"]);
    assert!(tried.contains("velmora/service/delivery"), "{tried}");
    let first = inside(&["report", "tags", "--period", "2026-W44", "--format", "csv"]);
    assert!(first.contains("velmora/product/recall"), "{first}");
    assert_eq!(first, inside(&["report", "tags", "--period", "2026-W44", "--format", "csv"]));
}

#[test]
fn a_demo_replaces_a_demo_and_nothing_else() {
    let place = Place::new();
    place.write("mine/tagline.db", "not a demo");
    place.call(["demo", "mine"]).ends(2).says(&["mine", "no demo", "another folder"]);
    assert_eq!(std::fs::read_to_string(place.path("mine/tagline.db")).unwrap(), "not a demo");
}

#[test]
fn init_writes_rules_that_pass_their_own_check() {
    let place = Place::new();
    place.call(["init", "brand"]).ends(0);
    let checked = place.call(["rules", "check", "brand/rules"]).ends(0);
    assert!(checked.out.contains("0 errors, 0 warnings, 0 examples failing"), "{}", checked.out);
    place.call(["init", "brand"]).ends(2).says(&["is there already"]);
}

#[test]
fn init_brings_the_packs_that_are_asked_for() {
    let place = Place::new();
    place.call(["init", "brand", "--pack", "service,noise,retail,airline,games"]).ends(0);
    let checked = place.call(["rules", "check", "brand/rules"]).ends(0);
    assert!(checked.out.contains("0 errors, 0 warnings, 0 examples failing"), "{}", checked.out);
    assert!(place.path("brand/rules/games.rules.toml").exists());
    place.call(["init", "other", "--pack", "sports"]).ends(2).says(&["games"]);
}
