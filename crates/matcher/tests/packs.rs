//! The rules that are shipped, on real posts: engine and oracle say the same.

use std::path::{Path, PathBuf};
use std::{fs, io};

use matcher::{Matcher, Scratch, oracle};
use mention::{Facts, Folded, Mention};
use rulelang::{Condition, RuleSet, SourceFile};

/// Posts that are looked at unless `PROPTEST_CASES` says how many: the oracle is slow.
const POSTS: usize = 1_000;

/// Adds the rule files in `folder` and the folders below.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        match path.to_string_lossy().ends_with(".rules.toml") {
            true => files.push(path),
            false if path.is_dir() => collect(&path, files)?,
            false => {}
        }
    }
    Ok(())
}

/// The conditions of the rules in one file; none of one that only makes sense beside others.
fn conditions(path: &Path) -> io::Result<Vec<Condition>> {
    let name = path.to_string_lossy().into_owned();
    let file = SourceFile { name, text: fs::read_to_string(path)? };
    let Ok((rules, _)) = RuleSet::read(&[file], &|_, _| Ok(Vec::new())) else {
        return Ok(Vec::new());
    };
    let brands = rules.brands.into_iter().filter_map(|brand| brand.query);
    let themes = rules.themes.into_iter().map(|theme| theme.query);
    let excludes = rules.excludes.into_iter().map(|exclude| exclude.query);
    Ok(brands.chain(themes).chain(excludes).collect())
}

#[test]
fn engine_and_oracle_agree_on_the_packs_and_real_posts() {
    let Some(data) = std::env::var_os("TAGLINE_DATA") else {
        eprintln!("skipped: TAGLINE_DATA is not set");
        return;
    };
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    let posts = corpus::real_posts(Path::new(&data)).unwrap();
    let step = (posts.len() / asked.unwrap_or(POSTS)).max(1);
    let mut files = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules"), &mut files).unwrap();
    files.sort();
    let rules: Vec<_> = files.iter().flat_map(|file| conditions(file).unwrap()).collect();
    let matcher = Matcher::new(&rules).unwrap();
    let (mut folded, mut scratch) = (Folded::default(), Scratch::default());
    let (mut pairs, mut hits) = (0, 0);
    for (_, text) in posts.into_iter().step_by(step) {
        let mention = Mention { text, ..Mention::default() };
        mention::fold(&mention, &mut folded);
        let facts = Facts::of(&mention);
        let found = matcher.hits(&facts, &folded, &mut scratch);
        let said: Vec<_> =
            found.iter().map(|hit| (hit.rule, hit.clause, found.spans(hit).to_vec())).collect();
        let decide = |rule| oracle::decide(rule, &facts, &folded);
        let expected = (0..).zip(rules.iter().map(decide));
        let expected: Vec<_> = expected
            .filter_map(|(rule, verdict)| verdict.map(|it| (rule, it.clause, it.spans)))
            .collect();
        assert_eq!(said, expected, "{:?}", mention.text);
        (pairs, hits) = (pairs + rules.len(), hits + said.len());
    }
    eprintln!("{pairs} rules on real posts, {hits} hold");
    assert!(rules.len() > 40 && hits > pairs / 1_000, "{} rules, {hits} hits", rules.len());
}
