//! Signs that act on a reader's eyes: those that turn what follows around, and those that cannot be seen.

/// The name of a sign that changes the direction of what follows, beyond its own word.
#[must_use]
pub const fn turning(sign: char) -> Option<&'static str> {
    match sign {
        '\u{202a}' => Some("LRE"),
        '\u{202b}' => Some("RLE"),
        '\u{202c}' => Some("PDF"),
        '\u{202d}' => Some("LRO"),
        '\u{202e}' => Some("RLO"),
        '\u{2066}' => Some("LRI"),
        '\u{2067}' => Some("RLI"),
        '\u{2068}' => Some("FSI"),
        '\u{2069}' => Some("PDI"),
        _ => None,
    }
}

/// Whether a sign has no width of its own.
#[must_use]
pub const fn is_unseen(sign: char) -> bool {
    matches!(
        sign,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
            | '\u{2028}' | '\u{2029}' | '\u{2060}'..='\u{2065}' | '\u{206a}'..='\u{206f}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}'
            | '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Signs without a width that stand together in honest texts.
const UNSEEN_MAX: usize = 6;

/// A text for where there is no room to show what it hides: signs that turn it around are named, as `[RLO]`, and of a flood
/// of signs without a width only the first are left.
#[must_use]
pub fn quieted(text: &str) -> String {
    let (mut quiet, mut unseen) = (String::with_capacity(text.len()), 0);
    for sign in text.chars() {
        unseen = if is_unseen(sign) { unseen + 1 } else { 0 };
        match turning(sign) {
            Some(name) => {
                quiet.push('[');
                quiet.push_str(name);
                quiet.push(']');
            }
            None if unseen > UNSEEN_MAX => {}
            None => quiet.push(sign),
        }
    }
    quiet
}

/// A text on one line for whoever reads it: what would move a cursor or ring is a blank, and signs that turn the text around
/// are named, as `[RLO]`.
#[must_use]
pub fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for sign in text.chars() {
        push_inert(sign, &mut line);
    }
    line
}

/// Puts a sign behind `out`, or what stands for it where it would act.
pub(crate) fn push_inert(sign: char, out: &mut String) {
    match turning(sign) {
        Some(name) => {
            out.push('[');
            out.push_str(name);
            out.push(']');
        }
        None if sign.is_control() => out.push(' '),
        None => out.push(sign),
    }
}

#[cfg(test)]
mod tests {
    use super::{one_line, quieted};

    #[test]
    fn a_line_moves_no_cursor_and_turns_nothing_around() {
        assert_eq!(one_line("a\u{1b}[31m\n\u{202e}b\u{2069}"), "a [31m [RLO]b[PDI]");
        assert_eq!(one_line("é עברית 👨\u{200d}👩"), "é עברית 👨\u{200d}👩");
    }

    #[test]
    fn what_acts_on_the_eyes_is_named_or_left_out() {
        assert_eq!(quieted("a\u{202e}gnp.exe"), "a[RLO]gnp.exe");
        assert_eq!(quieted(&format!("a{}b", "\u{200b}".repeat(1_000))).chars().count(), 8);
        assert_eq!(quieted("👨\u{200d}👩\u{200d}👧 é עברית"), "👨\u{200d}👩\u{200d}👧 é עברית");
    }
}
