//! What a cell shows for a value of a rule file, and the way back.

/// The sign that stands for a line break inside one entry of a list.
const BREAK: char = '⏎';

/// First characters by which a spreadsheet takes a text for a formula, and the sign that guards against it.
const GUARDED: [char; 5] = ['=', '+', '-', '@', '\''];

/// What a cell holds of a text: line breaks of one kind, no blanks around it.
pub(super) fn view(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n").trim().to_owned()
}

/// The cell of several entries, one a line; entries that say nothing are left out.
pub(super) fn lines_of<'t>(entries: impl Iterator<Item = &'t str>) -> String {
    let entries = entries.map(view).filter(|entry| !entry.is_empty());
    entries.map(|entry| one_line(&entry)).collect::<Vec<_>>().join("\n")
}

/// The entries of a cell, one a line.
pub(super) fn entries_of(cell: &str) -> Vec<String> {
    let lines = cell.split('\n').map(str::trim).filter(|line| !line.is_empty());
    lines.map(several_lines).collect()
}

/// An entry without line breaks: `⏎` for each, `\⏎` for the sign itself, a backslash before either doubled.
fn one_line(entry: &str) -> String {
    let mut line = String::with_capacity(entry.len());
    let mut backslashes = 0;
    for character in entry.chars() {
        match character {
            '\n' | BREAK => {
                line.extend(std::iter::repeat_n('\\', backslashes));
                line.extend((character == BREAK).then_some('\\'));
                line.push(BREAK);
            }
            other => line.push(other),
        }
        backslashes = if character == '\\' { backslashes + 1 } else { 0 };
    }
    line
}

/// The opposite of [`one_line`].
fn several_lines(line: &str) -> String {
    let mut entry = String::with_capacity(line.len());
    let mut backslashes = 0;
    for character in line.chars() {
        match character {
            '\\' => backslashes += 1,
            BREAK => {
                entry.extend(std::iter::repeat_n('\\', backslashes / 2));
                entry.push(if backslashes % 2 == 0 { '\n' } else { BREAK });
                backslashes = 0;
            }
            other => {
                entry.extend(std::iter::repeat_n('\\', backslashes));
                entry.push(other);
                backslashes = 0;
            }
        }
    }
    entry.extend(std::iter::repeat_n('\\', backslashes));
    entry
}

/// A cell that no spreadsheet takes for a formula: an apostrophe before what would be one, and before an apostrophe.
pub(super) fn guard(cell: &str) -> String {
    if cell.starts_with(GUARDED) { format!("'{cell}") } else { cell.to_owned() }
}

/// The opposite of [`guard`].
pub(super) fn unguard(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(GUARDED) => rest,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{ProptestConfig, prop_assert, prop_assert_eq, proptest};

    use super::{entries_of, guard, lines_of, unguard};

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_guarded_cell_is_no_formula_and_comes_back(cell in "['=+@a\\-]{0,4}") {
            prop_assert!(!guard(&cell).starts_with(['=', '+', '-', '@']));
            let read = guard(&cell);
            prop_assert_eq!(unguard(&read), &cell);
        }

        #[test]
        fn entries_with_line_breaks_come_back(entries in proptest::collection::vec("[a\\\\⏎\n]{0,5}", 0..4)) {
            let said: Vec<&str> = entries.iter().map(|entry| entry.trim()).filter(|entry| !entry.is_empty()).collect();
            prop_assert_eq!(entries_of(&lines_of(entries.iter().map(String::as_str))), said);
        }
    }

    #[test]
    fn without_the_guard_for_the_guard_a_text_would_be_lost() {
        // The negative control: an apostrophe that stands for itself must be guarded too.
        assert_eq!(unguard("'-a"), "-a");
        assert_eq!(unguard(&guard("'-a")), "'-a");
        assert_eq!((guard("'tis"), unguard("'tis")), ("''tis".to_owned(), "'tis"));
    }
}
