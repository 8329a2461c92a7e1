//! Several stores in one server, as the configuration names them.

use std::process::Stdio;

use crate::command::Place;
use crate::ops::{ask, lines_of};

/// A folder with two workspaces, of which a file says more.
fn place(more: &str) -> Place {
    let place = Place::new();
    for name in ["acme", "zephyr"] {
        place.call(["init", name]).ends(0);
        place.write(&format!("{name}/posts.jsonl"), format!("{{\"id\":\"1\",\"platform\":\"twitter\",\"text\":\"only {name}\",\"created_at\":\"2026-05-04T12:30:00Z\"}}\n"));
        let mut run = place.command(["run", "--input", "posts.jsonl"]);
        let output = run.current_dir(place.path(name)).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    place.write("tagline.toml", format!("[serve.workspaces]\n{more}"));
    place
}

#[test]
fn each_is_served_below_its_name_with_its_own_mentions() {
    let place = place("acme = \"acme/tagline.toml\"\nzephyr = \"zephyr/tagline.toml\"\n");
    let mut command = place.command(["serve", "--no-open", "--listen", "127.0.0.1:0"]);
    let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
    let lines = lines_of(&mut child);
    let address = lines.iter().find_map(|line| {
        let (_, behind) = line.split_once("http://")?;
        Some(behind.split(['/', ' ']).next()?.to_owned())
    });
    let address = address.expect("it says where it is");
    let of = |path: &str| ask(&address, path);
    for (name, other) in [("acme", "zephyr"), ("zephyr", "acme")] {
        let (status, body) = of(&format!("/w/{name}/api/v1/mentions"));
        let is_its_own =
            body.contains(&format!("only {name}")) && !body.contains(&format!("only {other}"));
        assert!(status == 200 && is_its_own, "{name}: {status} {body}");
    }
    assert_eq!(of("/w/nobody/").0, 404);
    assert_eq!(of("/mentions").0, 404);
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn what_cannot_be_served_apart_is_told_before_anything_is_served() {
    let check = |more: &str, words: &[&str]| {
        let served = place(more).call(["serve", "--no-open", "--listen", "127.0.0.1:0"]);
        served.ends(2).says(words);
    };
    check("\"a/b\" = \"acme/tagline.toml\"\n", &["`a/b`", "cannot stand in an address"]);
    check("\"\" = \"acme/tagline.toml\"\n", &["cannot stand in an address"]);
    check(
        &format!("{} = \"acme/tagline.toml\"\n", "x".repeat(61)),
        &["cannot stand in an address"],
    );
    check("acme = \"nowhere.toml\"\n", &["nowhere.toml"]);
    check(
        "a = \"acme/tagline.toml\"\nb = \"acme/tagline.toml\"\n",
        &["the workspaces a and b have one store", "store.path"],
    );
}
