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

#[cfg(test)]
mod tests {
    use super::quieted;

    #[test]
    fn what_acts_on_the_eyes_is_named_or_left_out() {
        assert_eq!(quieted("a\u{202e}gnp.exe"), "a[RLO]gnp.exe");
        assert_eq!(quieted(&format!("a{}b", "\u{200b}".repeat(1_000))).chars().count(), 8);
        assert_eq!(quieted("👨\u{200d}👩\u{200d}👧 é עברית"), "👨\u{200d}👩\u{200d}👧 é עברית");
    }
}
