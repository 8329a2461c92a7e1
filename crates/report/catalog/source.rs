//! What the sources of this crate say: the English words of every message, read from the code as xgettext would.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Which argument of a call is words that stand by themselves.
const CALLS: [(&str, usize); 15] = [
    ("say!(", 0),
    ("word(", 0),
    ("Column::new(", 1),
    ("Section::new(", 0),
    ("Table::new(", 1),
    ("Figure::new(", 1),
    ("Report::new(", 2),
    ("Cell::absent(", 0),
    ("Cell::share(", 2),
    (".unmeasured(Some(", 0),
    (".refused(", 0),
    (".lead(", 0),
    (".grouped_by(", 0),
    ("unless(", 1),
    ("title(", 0),
];

/// Fields whose value is words that stand by themselves.
const FIELDS: [&str; 3] = ["title: ", "unit: ", "lead: Some("];

/// The messages by their English words, each with those for many where it counts.
pub(super) fn messages() -> BTreeMap<String, Option<String>> {
    let mut messages = BTreeMap::new();
    for path in sources(Path::new(env!("CARGO_MANIFEST_DIR"))) {
        let source = std::fs::read_to_string(&path).unwrap();
        let source = source.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        let code: Vec<&str> =
            source.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        read(&code.join("\n"), &mut messages);
    }
    messages
}

/// The files that say something: no tests, no statistics, and not those that only pass texts on.
fn sources(folder: &Path) -> Vec<PathBuf> {
    const NOT: [&str; 9] = [
        "stats",
        "testdata",
        "catalog",
        "language",
        "fixture",
        "tests.rs",
        "golden.rs",
        "say.rs",
        "fixture.rs",
    ];
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let (path, name) = (entry.path(), entry.file_name());
        let name = name.to_string_lossy();
        match () {
            () if NOT.contains(&name.as_ref()) => {}
            () if path.is_dir() => found.extend(sources(&path)),
            () if name.ends_with(".rs") => found.push(path),
            () => {}
        }
    }
    found.sort();
    found
}

fn read(code: &str, messages: &mut BTreeMap<String, Option<String>>) {
    for (call, place) in CALLS {
        for (at, _) in code.match_indices(call) {
            let arguments = arguments(&code[at + call.len()..]);
            if let Some(words) = arguments.get(place).and_then(|argument| literal(argument)) {
                messages.entry(words).or_default();
            }
        }
    }
    for field in FIELDS {
        for (at, _) in code.match_indices(field) {
            if let Some(words) = literal(&code[at + field.len()..]) {
                messages.entry(words).or_default();
            }
        }
    }
    for (at, _) in code.match_indices("of(") {
        if let [_, one, many] = arguments(&code[at + "of(".len()..]).as_slice()
            && let (Some(one), Some(many)) = (literal(one), literal(many))
        {
            messages.insert(one, Some(many));
        }
    }
    messages.remove("");
}

/// What stands between the commas of a call whose bracket was opened.
fn arguments(code: &str) -> Vec<&str> {
    let (mut found, mut begin, mut depth, mut quoted, mut escaped) =
        (Vec::new(), 0, 0, false, false);
    for (at, c) in code.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' if depth == 0 => {
                found.push(code[begin..at].trim());
                break;
            }
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 0 => {
                found.push(code[begin..at].trim());
                begin = at + 1;
            }
            _ => {}
        }
    }
    found.retain(|argument| !argument.is_empty());
    found
}

/// The text that the code begins with.
fn literal(code: &str) -> Option<String> {
    let mut text = String::new();
    let mut rest = code.trim_start().strip_prefix('"')?.chars();
    loop {
        match rest.next()? {
            '"' => return Some(text),
            '\\' => match rest.next()? {
                '\n' => rest = rest.as_str().trim_start().chars(),
                c => text.push(c),
            },
            c => text.push(c),
        }
    }
}
