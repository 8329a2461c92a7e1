//! The rulings on tricky queries, each by the name of its row.

use super::{check, clean};

#[test]
fn ruling_01_negated_phrase_and_negated_near() {
    clean("x -\"a b\"~3", "and(x not(\"a b\"~3))");
    check("-a NEAR/3 b", "not(near3(a b))", "warning[negated-near] `-a NEAR/3 b`");
    clean("x -(a NEAR/3 b)", "and(x not(near3(a b)))");
}

#[test]
fn ruling_02_near_binds_tighter_than_a_blank() {
    clean("a NEAR/3 (b OR c) d", "and(near3(a or(b c)) d)");
}

#[test]
fn a_dash_is_never_what_it_was_to_exclude() {
    for dash in ['‐', '‑', '‒', '–', '—', '―', '−', '﹣', '－'] {
        let found = format!("error[smart-dash] `{dash}`");
        check(&format!("a {dash}b"), "and(a not(b))", &found);
        check(&format!("a {dash}\"b c\""), "and(a not(\"b c\"))", &found);
        check(&format!("a {dash}(b OR c)"), "and(a not(or(b c)))", &found);
        check(&format!("a {dash}lang:en"), "and(a not(lang=en))", &found);
        clean(&format!("a{dash}b"), &format!("a{dash}b"));
        clean(&format!("{{{dash}b}}"), &format!("{{{dash}b}}"));
        let fix = super::parse(&format!("a {dash}b")).diagnostics[0].fix.clone();
        let edit = fix.map(|mut fix| fix.edits.remove(0));
        let edit = edit.map(|edit| (edit.span, edit.replacement));
        // A long dash may as well part what is said.
        let minus = Some((2..2 + dash.len_utf8(), "-".to_owned()));
        assert_eq!(edit, minus.filter(|_| !matches!(dash, '—' | '―')));
    }
    check("a – b", "and(a b)", "error[space-negation] `–`");
    check("author:(a OR –b)", "or(author=a author=b)", "error[field-value] `–`");
}

#[test]
fn operators_of_other_languages() {
    let warned = |word: &str| format!("warning[lowercase-operator] `{word}`");
    for word in ["UND", "ODER", "NICHT", "ET", "OU", "OCH", "ELLER", "INTE", "SAU", "ȘI", "ŞI"] {
        check(&format!("a {word} b"), &format!("and(a {word} b)"), &warned(word));
        let lower = word.to_lowercase();
        let asked = ["und", "och", "oder", "ou", "eller", "sau"].contains(&lower.as_str());
        let told = if asked { warned(&lower) } else { String::new() };
        check(&format!("a {lower} b"), &format!("and(a {lower} b)"), &told);
        clean(&format!("{word} b"), &format!("and({word} b)"));
        clean(&format!("a \"{word}\" b"), &format!("and(a \"{word}\" b)"));
    }
    check(
        "a OR NICHT b",
        "or(a and(NICHT b))",
        &format!("{} warning[mixed-and-or] `NICHT b`", warned("NICHT")),
    );
}

#[test]
fn a_list_with_commas_is_told_in_its_own_words() {
    for (query, meant) in [
        ("kesselhaus, kaffee, bohnen", "kesselhaus OR kaffee OR bohnen"),
        ("x -(guter kaffee, #bohnen, @haus)", "\"guter kaffee\" OR #bohnen OR @haus"),
    ] {
        let found = super::parse(query).diagnostics;
        assert_eq!(found[0].code.name(), "comma-list");
        let help = found[0].help.clone().unwrap();
        assert_eq!(help, format!("to find any of them, put OR between them: `{meant}`"));
    }
}

#[test]
fn square_brackets_are_no_brackets() {
    check("[a OR b] c", "or(a and(b] c))", "error[foreign-operator] `[`");
    check("c -[a b]", "and(c not(a) b])", "error[foreign-operator] `[`");
    let fix = super::parse("[a OR b] c").diagnostics[0].fix.clone().unwrap().edits.remove(0);
    assert_eq!((fix.span, fix.replacement.as_str()), (0..8, "(a OR b)"));
    clean("[ad] late", "and([ad] late)");
}

#[test]
fn ruling_03_double_negations() {
    check("NOT NOT a", "a", "info[double-negation] `NOT NOT`");
    check("-NOT a", "a", "info[double-negation] `-NOT`");
    check("--a", "a", "error[double-negation] `--`");
    check("- a", "a", "error[space-negation] `-`");
    check("b - a", "and(b a)", "error[space-negation] `-`");
}

#[test]
fn ruling_04_near_without_operand_or_distance() {
    check("a NEAR/3 -b", "near3(a b)", "error[near-operand] `-`");
    check("a NEAR b", "near5(a b)", "error[dangling-operator] `NEAR`");
    check("a NEAR/x b", "near5(a b)", "error[dangling-operator] `NEAR/x`");
    check("a NEAR/3", "a", "error[dangling-operator] `NEAR/3`");
    check("NEAR/3 a", "a", "error[dangling-operator] `NEAR/3`");
    check("a NEAR/3 (b c)", "near3(a and(b c))", "error[near-operand] `b c`");
    check("a NEAR/3 lang:en", "near3(a lang=en)", "error[near-operand] `lang:en`");
    check("(a OR -b) NEAR/3 c", "near3(or(a not(b)) c)", "error[near-operand] `-b`");
}

#[test]
fn ruling_05_near_in_a_row() {
    check("a NEAR/2 b NEAR/2 c", "near2(near2(a b) c)", "warning[chained-near] `NEAR/2`");
}

#[test]
fn ruling_06_tilde_after_a_group() {
    clean("(a b)~4", "near4(a b)");
    clean("(a AND b)~4", "near4(a b)");
    clean("(a b c)~4", "window4(a b c)");
    check("(a OR b)~4", "or(a b)", "error[stray-tilde] `~4`");
    check("(a)~4", "a", "warning[tilde-on-one-word] `~4`");
    check("(a -b)~4", "near4(a not(b))", "error[near-operand] `-b`");
}

#[test]
fn ruling_07_tilde_after_one_word() {
    check("\"a\" \"b\"~2", "and(\"a\" \"b\")", "warning[tilde-on-one-word] `~2`");
    check("\"a b\"~", "\"a b\"", "error[stray-tilde] `~`");
    check("word~2", "word", "warning[tilde-on-one-word] `~2`");
    check("word~", "word", "error[stray-tilde] `~`");
    check("AND~2 a", "and(AND a)", "error[stray-tilde] `~2`");
    check("a ~2", "a", "error[stray-tilde] `~2`");
    clean("\"coca-cola\"~2", "\"coca-cola\"~2");
}

#[test]
fn ruling_08_signs_after_and_without_a_name() {
    check("#foo-bar", "Hashtag:foo", "error[glued-operator] `-bar`");
    check("#1", "#1", "warning[symbol-dropped] `#1`");
    check("$5", "$5", "warning[symbol-dropped] `$5`");
    check("#", "nothing", "error[punctuation-only] `#`");
}

#[test]
fn ruling_09_handles_and_cashtags() {
    clean("@a@b.c", "Handle:a@b.c");
    clean("@x.bsky.social", "Handle:x.bsky.social");
    clean("a@b.c", "a@b.c");
    clean("$BRK.A", "Cashtag:BRK.A");
    clean("@name.", "Handle:name");
}

#[test]
fn ruling_10_a_group_of_values_ends_with_its_bracket() {
    clean("author:(a OR b) -c", "and(or(author=a author=b) not(c))");
    check("author:(a b)", "or(author=a author=b)", "error[field-value] `b`");
    check("author:(a OR -b)", "or(author=a author=b)", "error[field-value] `-`");
    check("author:()", "nothing", "error[empty-group] `()`");
    check("author:(a", "author=a", "error[unbalanced-bracket] `(`");
}

#[test]
fn ruling_11_terms_that_touch() {
    check("{a}b", "and({a} b)", "info[glued] `b`");
    check("a(b)", "and(a b)", "info[glued] `(`");
    check("\"a\"b", "and(\"a\" b)", "info[glued] `b`");
}

#[test]
fn ruling_12_lists_before_literals() {
    check("{{x}}{y}", "and({{x}} {y})", "info[glued] `{y}`");
    check("{{{x}}}", "{{{x}", "error[unbalanced-bracket] `}` error[unbalanced-bracket] `}`");
    clean("raw:}", "{}}");
}

#[test]
fn ruling_13_a_blank_after_the_colon() {
    check("lang: en", "lang=en", "warning[space-after-colon] `lang:`");
    check("lang:", "nothing", "error[field-value] `lang:`");
    check("lang:\"\"", "nothing", "error[empty-group] `\"\"`");
    check("a lang: OR b", "or(a b)", "error[field-value] `lang:`");
    check("title: (a OR b)", "title:or(a b)", "warning[space-after-colon] `title:`");
}

#[test]
fn ruling_14_links_are_no_words() {
    check("http://x.y", "http://x.y", "warning[url-as-keyword] `http://x.y`");
    check("x.y/z", "x.y/z", "warning[url-as-keyword] `x.y/z`");
    let found = super::parse("x.y/z").diagnostics;
    let fix = found[0].fix.as_ref().unwrap();
    assert_eq!(fix.edits[0].replacement, "url:\"x.y/z\"");
    clean("AC/DC and/or 3.5/5 U.S./EU", "and(AC/DC and/or 3.5/5 U.S./EU)");
    check("example.com/z", "example.com/z", "warning[url-as-keyword] `example.com/z`");
}

#[test]
fn ruling_15_and_beside_or() {
    check("a -b OR c", "or(and(a not(b)) c)", "warning[mixed-and-or] `a -b`");
    check("a OR b -c", "or(a and(b not(c)))", "warning[last-branch] `-c`");
    clean("a OR -b", "or(a not(b))");
}

#[test]
fn ruling_16_ranges() {
    clean("rating:[3 TO 5]", "rating=Range(Some(\"3\"), Some(\"5\"))");
    clean("followers:[1000 TO *]", "followers=Range(Some(\"1000\"), None)");
    clean("followers:..500", "followers=Range(None, Some(\"500\"))");
    clean("followers:1000..", "followers=Range(Some(\"1000\"), None)");
    check("followers:>1000", "nothing", "error[foreign-operator] `>1000`");
    check("followers:[1 TO", "nothing", "error[unbalanced-bracket] `[`");
}

#[test]
fn ruling_17_excluding_a_least_number_asks_for_fewer() {
    clean("-min_replies:100 nasa", "and(not(replies=100) nasa)");
}

#[test]
fn ruling_18_emoji() {
    clean("😀😀", "😀😀");
    clean("👍🏽 late", "and(👍🏽 late)");
}

#[test]
fn ruling_19_signs_inside_names() {
    check("AT&T", "AT&T", "info[symbol-dropped] `AT&T`");
    check("C#", "C#", "warning[symbol-dropped] `C#`");
    check("C++", "C++", "warning[symbol-dropped] `C++`");
    check("\"C++ developer\"", "\"C++ developer\"", "warning[symbol-dropped] `\"C++ developer\"`");
    clean("3.5", "3.5");
    clean("1..5", "1..5");
    clean("wendy's", "wendy's");
}

#[test]
fn ruling_20_operators_of_other_tools() {
    check("+a", "a", "error[foreign-operator] `+`");
    check("a && b", "and(a b)", "error[foreign-operator] `&&`");
    check("a | b", "or(a b)", "error[foreign-operator] `|`");
    check("a|b", "nothing", "error[foreign-operator] `a|b`");
    check("!a", "a", "error[foreign-operator] `!`");
    check("/x/", "nothing", "error[foreign-operator] `/x/`");
    let fix = super::parse("/late.?night/").diagnostics[0].fix.clone().unwrap();
    assert_eq!(fix.edits[0].replacement, "regex:\"late.?night\"");
    check("a^2", "a", "error[foreign-operator] `a^2`");
    check("a /2 b", "near2(a b)", "error[foreign-operator] `/2`");
    check("sample:15 a", "a", "error[foreign-operator] `sample:`");
}

#[test]
fn ruling_21_to_is_a_word_outside_of_ranges() {
    clean("FROM PARIS TO LONDON", "and(FROM PARIS TO LONDON)");
}

#[test]
fn ruling_22_quotes_inside_phrases() {
    clean("\"say \\\"hi\\\"\"", "\"say \"hi\"\"");
    check("\"C:\\\"", "nothing", "error[unbalanced-quote] `\"`");
    let fix = super::parse("\"C:\\\"").diagnostics[0].fix.clone().unwrap().edits.remove(0);
    assert_eq!((fix.span, fix.replacement.as_str()), (3..4, "\\\\"));
}

#[test]
fn ruling_23_comments_are_blanks() {
    clean("a<<<x>>>b", "and(a b)");
    check("a <<< x", "a", "error[unbalanced-comment] `<<<`");
    check("a >>> x", "and(a x)", "error[unbalanced-comment] `>>>`");
}

#[test]
fn ruling_24_wildcards() {
    clean("\"iphone* case\"", "\"iphone* case\"");
    check("good?", "good?", "warning[question-mark] `good?`");
    check("*phone", "nothing", "error[leading-wildcard] `*phone`");
    check("d*", "nothing", "error[short-wildcard] `d*`");
    clean("日本*", "日本*");
}

#[test]
fn single_quotes() {
    check("'free shipping'", "and('free shipping')", "warning[single-quotes] `'free shipping'`");
    check(
        "a 'free it's on' b",
        "and(a 'free it's on' b)",
        "warning[single-quotes] `'free it's on'`",
    );
    clean("'free' 'shipping'", "and('free' 'shipping')");
    clean("'til the dogs", "and('til the dogs)");
    clean("rock 'n' roll", "and(rock 'n' roll)");
}

/// `NEAR(3)` has its number in brackets; what closes right after NEAR is none.
#[test]
fn near_before_a_closing_bracket_has_no_number() {
    for query in ["(late NEAR) parcel", "late NEAR)", "late NEAR(", "late NEAR()", "late NEAR(3"] {
        let found = super::parse(query).diagnostics;
        assert!(found.iter().any(|it| it.code == crate::Code::DanglingOperator), "{query}");
    }
}
