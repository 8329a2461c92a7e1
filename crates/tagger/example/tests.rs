//! The rule files we hand out and those the reference shows: without a finding, and all their examples pass.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use rulelang::{RuleSet, SourceFile};

use crate::{ExampleFailure, Refused, Tagger, Trial};

/// The folder of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// A file of the repository; its name is its whole path.
fn file(path: &Path) -> SourceFile {
    let path = path.canonicalize().unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    SourceFile { name: path.display().to_string(), text: fs::read_to_string(path).unwrap() }
}

/// The rule files in `folder` and below, sorted.
fn rule_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(rule_files(&path));
        } else if path.to_string_lossy().ends_with(".rules.toml") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// What is wrong with these files, read together, and how many examples were run and which files were read.
fn wrong(files: &[SourceFile]) -> (String, usize, BTreeSet<String>) {
    let included = |name: &str, from: &str| {
        let path = Path::new(from).parent().unwrap().join(name);
        if path.exists() { Ok(vec![file(&path)]) } else { Err("there is no such file".to_owned()) }
    };
    let shown = |findings: &[rulelang::Finding]| {
        findings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    };
    let (rules, findings) = match RuleSet::read(files, &included) {
        Ok(read) => read,
        Err(findings) => return (shown(&findings), 0, BTreeSet::new()),
    };
    let examples = rules.examples.len();
    let names = rules.files.iter().map(|file| file.name.clone()).collect();
    let failed = match Tagger::new(rules, Trial::Tags) {
        Ok(_) => String::new(),
        Err(Refused::Examples(failures)) => {
            shown(&failures.iter().map(ExampleFailure::finding).collect::<Vec<_>>())
        }
        Err(refused) => refused.to_string(),
    };
    (shown(&findings) + &failed, examples, names)
}

#[test]
fn the_rule_files_we_hand_out_are_without_a_finding() {
    let root = root();
    let packs: Vec<SourceFile> =
        rule_files(&root.join("rules")).iter().map(|it| file(it)).collect();
    // Each folder of assets is a set of rules by itself.
    let assets = |folder: &str| -> Vec<SourceFile> {
        let folder = root.join("crates/cli/assets").join(folder);
        rule_files(&folder).iter().map(|it| file(it)).collect()
    };
    let (init, kubernetes) = (assets("init"), assets("kubernetes"));
    for (files, files_min, examples_min) in [(packs, 3, 60), (init, 2, 5), (kubernetes, 1, 0)] {
        let (wrong, examples, read) = wrong(&files);
        assert_eq!(wrong, "");
        assert!(files.len() >= files_min && examples >= examples_min, "{examples}");
        assert!(files.iter().all(|file| read.contains(&file.name)), "{read:?}");
    }
}

/// The rule files in the reference.
fn blocks(reference: &str) -> Vec<SourceFile> {
    let blocks = reference.split("```rules\n").skip(1);
    blocks
        .map(|rest| SourceFile {
            name: "reference".to_owned(),
            text: rest.split("```").next().unwrap().to_owned(),
        })
        .collect()
}

#[test]
fn the_rule_files_in_the_reference_do_what_their_examples_say() {
    let reference = fs::read_to_string(root().join("rules/README.md")).unwrap();
    let mut run = 0;
    for block in blocks(&reference) {
        let (wrong, examples, _) = wrong(std::slice::from_ref(&block));
        assert_eq!(wrong, "", "{}", block.text);
        run += examples;
    }
    assert!(run >= 5, "{run}");
}

/// Breaks what the tests above hold, and each is noticed.
#[test]
fn a_broken_example_is_noticed() {
    let reference = fs::read_to_string(root().join("rules/README.md")).unwrap();
    let broken = [
        ("Still waiting for my shoes", "My shoes came"),
        ("waiting for the bus", "still waiting for the bus"),
        ("my parcel is lost", "my parcel is here"),
    ];
    for (right, wrongly) in broken {
        assert_eq!(reference.matches(right).count(), 1, "{right}");
        let broken = reference.replace(right, wrongly);
        let found: String =
            blocks(&broken).iter().map(|block| wrong(std::slice::from_ref(block)).0).collect();
        assert!(found.contains("example-fails") && found.contains(wrongly), "{found}");
    }
    let service = file(&root().join("rules/service.rules.toml"));
    let text = service.text.replace("Still no delivery, three days late now", "All is well");
    let (found, ..) = wrong(&[SourceFile { text, ..service }]);
    assert!(found.contains("All is well"), "{found}");
}

#[test]
fn the_manual_of_failing_examples_shows_examples_that_fail() {
    let page = rulelang::Code::ExampleFails.page();
    for case in page.fires {
        let text = case.wrong.text().to_owned();
        let file = SourceFile { name: "case.rules.toml".to_owned(), text: text.clone() };
        let (rules, _) = RuleSet::read(&[file], &|_, _| Err(String::new())).unwrap();
        let Err(Refused::Examples(failures)) = Tagger::new(rules, Trial::Tags) else {
            panic!("{text} has no example that fails")
        };
        let spans = failures.iter().map(|failure| failure.finding().diagnostic.span);
        let shown: Vec<&str> = spans.map(|span| &text[span]).collect();
        assert_eq!(shown, [case.span]);
    }
}
