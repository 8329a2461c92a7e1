//! What is shipped to run tagline elsewhere: containers, Kubernetes, systemd, alerts. None of it runs here; what it
//! calls does, and whoever is at hand checks its form.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::command::Place;
use crate::ops::{ask_until, watched};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn asset(name: &str) -> PathBuf {
    root().join("crates/cli/assets").join(name)
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// All that calls the binary.
fn callers() -> Vec<PathBuf> {
    let mut callers =
        vec![root().join("compose.yaml"), asset("Containerfile"), asset("tagline.service")];
    for entry in fs::read_dir(asset("kubernetes")).unwrap().map(Result::unwrap) {
        if entry.path().extension().is_some_and(|ending| ending == "yaml") {
            callers.push(entry.path());
        }
    }
    callers.sort();
    callers
}

/// The arguments that a line hands to the binary, if it does.
fn arguments(line: &str) -> Option<Vec<String>> {
    let line = line.trim();
    if let Some(call) = line.strip_prefix("ExecStart=/usr/local/bin/tagline ") {
        return Some(call.split_whitespace().map(str::to_owned).collect());
    }
    let listed = ["CMD ", "args: ", "command: "].iter().find_map(|key| line.strip_prefix(key))?;
    serde_json::from_str(listed).ok()
}

#[test]
fn every_call_is_one_that_the_binary_knows() {
    let place = Place::new();
    let mut calls = BTreeSet::new();
    for path in callers() {
        calls.extend(text(&path).lines().filter_map(arguments));
    }
    assert!(calls.len() >= 4, "{calls:?}");
    for call in calls {
        place.call(call.iter().map(String::as_str).chain(["--help"])).ends(0);
    }
    place.call(["run", "--log-formart", "json", "--help"]).ends(2);
}

/// The variables of ours that a text sets, with their values.
fn variables(text: &str) -> Vec<(String, String)> {
    let lines: Vec<&str> = text.lines().map(|line| line.trim().trim_start_matches("- ")).collect();
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        if let Some(name) = line.strip_prefix("name: TAGLINE_") {
            let value = lines[at + 1].strip_prefix("value: ").unwrap();
            found.push((format!("TAGLINE_{name}"), value.to_owned()));
        } else if let Some((name, value)) = line.split_once(": ")
            && name.starts_with("TAGLINE_")
        {
            found.push((name.to_owned(), value.replace("$$", "$")));
        }
    }
    found
}

#[test]
fn every_setting_is_one_that_the_binary_knows() {
    let place = Place::new();
    let mut known = 0;
    for path in callers() {
        let variables = variables(&text(&path));
        known += variables.len();
        let mut command = place.command(["config", "show"]);
        let output = command.envs(variables).output().unwrap();
        assert!(output.status.success(), "{}: {output:?}", path.display());
    }
    assert!(known >= 10, "{known}");
    let mut wrong = place.command(["config", "show"]);
    assert!(!wrong.env("TAGLINE_KAFKA__BROKER", "x").output().unwrap().status.success());
    let config = asset("kubernetes/tagline.toml");
    place.call(["config", "show", "--config", config.to_str().unwrap()]).ends(0);
    let rules = asset("kubernetes/brands.rules.toml");
    place.call(["rules", "check", "--rules", rules.to_str().unwrap()]).ends(0);
    assert_eq!(text(&rules), text(&asset("init/brands.rules.toml")), "one example");
}

#[test]
fn containers_have_no_rights_and_write_nowhere_but_where_they_must() {
    let image = text(&asset("Containerfile"));
    let bases: Vec<&str> = image.lines().filter_map(|line| line.strip_prefix("FROM ")).collect();
    assert_eq!(bases.len(), 2, "built in one, run from another");
    assert!(bases.iter().all(|base| base.starts_with("docker.io/") && !base.contains(":latest")));
    let last = image.rsplit("\nFROM ").next().unwrap();
    assert!(last.contains("\nUSER 10001:10001\n") && last.contains("\nENTRYPOINT [\"tagline\"]\n"));
    let compose = text(&root().join("compose.yaml"));
    for wanted in ["read_only: true", "cap_drop: [ALL]", "no-new-privileges:true"] {
        assert!(compose.contains(wanted), "compose.yaml lacks {wanted}");
    }
    for name in ["deployment.yaml", "migrate.yaml"] {
        let pod = text(&asset("kubernetes").join(name));
        for wanted in [
            "runAsNonRoot: true",
            "readOnlyRootFilesystem: true",
            "allowPrivilegeEscalation: false",
            "automountServiceAccountToken: false",
            "drop: [ALL]",
        ] {
            assert!(pod.contains(wanted), "{name} lacks {wanted}");
        }
    }
    let pod = text(&asset("kubernetes/deployment.yaml"));
    for probe in ["livenessProbe", "readinessProbe", "startupProbe"] {
        assert!(pod.contains(probe), "{probe} is missing");
    }
}

#[test]
fn alerts_ask_for_metrics_that_there_are() {
    let alerts = text(&asset("alerts.yaml"));
    let letter = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let asked: BTreeSet<&str> =
        alerts.split(|c| !letter(c)).filter(|word| word.starts_with("tagline_")).collect();
    assert!(asked.len() >= 5, "{asked:?}");
    for name in asked {
        let known = |(known, _): &&(&str, &str)| {
            name == *known || name.strip_suffix("_total") == Some(*known)
        };
        assert!(server::METRICS.iter().any(|metric| known(&metric)), "there is no {name}");
    }
    assert_eq!(alerts.matches("- alert: ").count(), 4);
}

/// Runs a checker; `None` where it is not at hand.
fn checked(command: &mut Command) -> Option<String> {
    let output = match command.stdin(Stdio::null()).output() {
        Ok(output) => output,
        Err(error) => {
            eprintln!("skipped: {command:?}: {error}");
            return None;
        }
    };
    let said = String::from_utf8_lossy(&output.stdout).into_owned()
        + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {said}");
    Some(said)
}

#[test]
fn kubernetes_and_systemd_can_read_what_is_theirs() {
    if let Some(made) = checked(Command::new("kubectl").arg("kustomize").arg(asset("kubernetes"))) {
        for kind in ["Deployment", "Service", "ConfigMap"] {
            assert!(made.contains(&format!("\nkind: {kind}\n")), "no {kind}: {made}");
        }
    }
    let place = Place::new();
    let unit = text(&asset("tagline.service"));
    let unit = unit.replace("/usr/local/bin/tagline", env!("CARGO_BIN_EXE_tagline"));
    let path = place.write("tagline.service", unit);
    checked(Command::new("systemd-analyze").arg("verify").arg(path));
}

/// Puts a folder in the place of the one before, as the kubelet does with the files of a `ConfigMap`.
#[cfg(unix)]
fn publish(place: &Place, version: &str, before: Option<&str>, rules: &str) {
    use std::os::unix::fs::symlink;
    let folder = place.path("mounted");
    place.write(&format!("mounted/..{version}/brands.rules.toml"), rules);
    symlink(format!("..{version}"), folder.join("..data_tmp")).unwrap();
    fs::rename(folder.join("..data_tmp"), folder.join("..data")).unwrap();
    match before {
        None => symlink("..data/brands.rules.toml", folder.join("brands.rules.toml")).unwrap(),
        Some(before) => fs::remove_dir_all(folder.join(format!("..{before}"))).unwrap(),
    }
}

#[cfg(unix)]
#[test]
fn rules_from_a_config_map_are_read_again_when_it_is_swapped() {
    let place = Place::new();
    let rules = text(&asset("init/brands.rules.toml"));
    publish(&place, "2026_01", None, &rules);
    let mut run = watched(&place, &["run", "--input", "-", "--rules", "mounted"], &[]);
    run.post(1);
    let hash = |page: &str| {
        Some(page.split_once("tagline_rules_info{hash=\"")?.1.split('"').next()?.to_owned())
    };
    let page = ask_until(&run.address, "/metrics", |_, page| hash(page).is_some());
    let before = hash(&page);
    publish(
        &place,
        "2026_02",
        Some("2026_01"),
        &(rules + "\n[[theme]]\nid = \"late\"\nquery = \"late\"\n"),
    );
    // Rules change between two batches: there must be some.
    let mut id = 1;
    let address = run.address.clone();
    while hash(&crate::ops::ask(&address, "/metrics").1) == before {
        id += 1;
        assert!(id < 3_000, "the new rules are never read");
        run.post(id);
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    run.end();
}
