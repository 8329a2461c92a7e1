//! Each statement of the language about texts, as what goes in and what comes out.

use std::fmt::Write as _;

use super::{Folded, TermToken, fold, fold_key, searched, term_tokens};
use crate::{Entity, EntityKind, Field, Limits, Mention, Script, Token, TokenKind};

/// A mention of `text` alone.
pub(super) fn mention(text: &str) -> Mention {
    Mention { text: text.to_owned(), ..Mention::default() }
}

/// `mention`, folded.
pub(super) fn folded(mention: &Mention) -> Folded {
    let mut folded = Folded::default();
    fold(mention, &mut folded);
    folded
}

/// A token as `POSITION:KEY`: the exact key, `/` and the bare one if it differs; entities have their
/// sign (links `&`), emoji a `!` and Hangul an `h` in front; glued tokens a `+`.
fn shown(token: &Token, folded: &Folded) -> String {
    let sign = match token.kind {
        TokenKind::Word(Script::Hangul) => "h",
        TokenKind::Word(_) => "",
        TokenKind::Emoji => "!",
        TokenKind::Entity(EntityKind::Hashtag) => "#",
        TokenKind::Entity(EntityKind::Handle) => "@",
        TokenKind::Entity(EntityKind::Cashtag) => "$",
        TokenKind::Entity(EntityKind::Link) => "&",
    };
    let glued = if token.glued { "+" } else { "" };
    let exact = folded.exact(token);
    let mut shown = format!("{}:{glued}{sign}{exact}", token.position);
    if folded.bare(token) != exact {
        write!(shown, "/{}", folded.bare(token)).unwrap();
    }
    shown
}

fn check_mention(mention: &Mention, expected: &str) {
    let folded = folded(mention);
    let tokens: Vec<_> = folded.tokens().iter().map(|token| shown(token, &folded)).collect();
    assert_eq!(tokens.join(" "), expected, "{}", mention.text);
}

fn check(text: &str, expected: &str) {
    check_mention(&mention(text), expected);
}

/// Checks the exact and the bare key of a word.
fn check_key(text: &str, exact: &str, bare: &str) {
    let key = fold_key(text);
    assert_eq!((key.0.as_str(), key.1.as_str()), (exact, bare), "{text}");
    let tokens = term_tokens(text);
    assert_eq!(tokens.len(), 1, "{text}");
    assert_eq!((tokens[0].exact.as_str(), tokens[0].bare.as_str()), (exact, bare), "{text}");
    assert_eq!(tokens[0].is_accented(), exact != bare, "{text}");
}

#[test]
fn s01_positions_never_run_across_fields() {
    let mention = Mention {
        title: Some("Late again".to_owned()),
        text: "my flight".to_owned(),
        quoted: Some("@air".to_owned()),
        alt: Some("a map".to_owned()),
        ..Mention::default()
    };
    check_mention(&mention, "0:late 1:again 0:my 1:flight 0:@air 0:air 0:a 1:map");
    let fields: Vec<_> = folded(&mention).tokens().iter().map(|token| token.field).collect();
    assert!(fields.is_sorted() && fields[0] == Field::Title);
    check("", "");
}

#[test]
fn s02_runs_of_letters_marks_and_digits_are_tokens() {
    check("Late again, wendy's 3.5!", "0:late 1:again 2:wendy 3:s 4:3 5:5");
    check("foo_bar", "0:foo 1:bar");
    check("m² x½", "0:m2 1:x1⁄2");
    check("cafe\u{301}s", "0:cafés/cafes");
    check("a\u{301}\u{308}b", "0:á\u{308}b/ab");
    check(" \u{301}a", "0:a");
    check("C++ (C#)", "0:c 1:c");
    check("می\u{200C}خواهم", "0:می\u{200C}خواهم");
    check("न\u{93F}", "0:न\u{93F}");
}

#[test]
fn s02_an_emoji_is_one_token() {
    check("😀😀", "0:!😀 1:+!😀");
    check("ok👍🏽!", "0:ok 1:+!👍");
    check("👨\u{200D}👩\u{200D}👧 🇸🇪🇳🇴", "0:!👨\u{200D}👩\u{200D}👧 1:!🇸🇪 2:+!🇳🇴");
    check("1\u{FE0F}\u{20E3} #\u{20E3}", "0:!1\u{20E3} 1:!#\u{20E3}");
    check("❤ ❤\u{FE0F} ❤\u{FE0E}", "0:!❤ 1:!❤ 2:!❤");
    check("🏽", "0:!🏽");
    check("🇸 a", "0:a");
    check("© ® ™ 1 2", "0:1 1:2");
    check("©\u{FE0F} ™\u{FE0F} ℹ ℹ\u{FE0F}", "0:!© 1:!™ 2:i 3:!ℹ");
    check("3\u{FE0F} for 2", "0:3 1:for 2:2");
    check("🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}", {
        "0:!🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}"
    });
}

#[test]
fn s02_what_is_no_token_takes_no_position() {
    check("a — b … c", "0:a 1:b 2:c");
    check("…", "");
    check("\u{FE0F}\u{AD}\u{200B}", "");
}

#[test]
fn s03_scripts_without_blanks_are_cut_at_each_character() {
    check("日本語", "0:日 1:+本 2:+語");
    check("東京 タワー", "0:東 1:+京 2:タ 3:+ワ 4:+ー");
    check("iPhone最高5", "0:iphone 1:+最 2:+高 3:+5");
    check("ｶﾞﾝ", "0:ガ 1:+ン");
    check("น้ำ", "0:น\u{E49}\u{E4D}\u{E32}");
    check("ข้าว ຂ້າ ខ្មែរ မြန်", "0:ข้ 1:+า 2:+ว 3:ຂ້ 4:+າ 5:ខ្មែ 6:+រ 7:မြ 8:+န်");
    check("々〇", "0:々 1:+〇");
    check("ㄅㄆ", "0:ㄅㄆ");
}

#[test]
fn s03_hangul_runs_are_words_of_their_kind() {
    check("아이폰을 샀다", "0:h아이폰을 1:h샀다");
    check("iPhone을 5월", "0:iphone 1:+h을 2:5 3:+h월");
    check("삼성TV", "0:h삼성 1:+tv");
    check("\u{1112}\u{1161}\u{11AB}글", "0:h한글");
    check("日한글", "0:日 1:+h한글");
}

#[test]
fn s04_an_entity_stands_where_its_body_stands() {
    check("hi @Anna_B now", "0:hi 1:@anna_b 1:anna_b 2:now");
    check("#foo_bar baz", "0:#foo_bar 0:foo_bar 1:baz");
    check("#日本語 x", "0:#日本語 0:日 1:+本 2:+語 3:x");
    check("#iPhone最高", "0:#iphone最高 0:iphone 1:+最 2:+高");
    check("#日本_foo_東京", "0:#日本_foo_東京 0:日 1:+本 2:foo 3:東 4:+京");
    check("#il·lusió", "0:#il·lusió/il·lusio 0:il 1:lusió/lusio");
    check("＃Café", "0:#café/cafe 0:café/cafe");
    check("日本@anna語", "0:日 1:+本 2:+@anna 2:anna 3:+語");
    check("@_ a", "0:@_ 1:a");
}

#[test]
fn s04_a_cashtag_is_no_word_and_a_link_no_place() {
    check("buy $BRK.A now", "0:buy 1:$brk.a 2:now");
    check("see https://T.co/Ab now", "0:see 1:&https://t.co/ab 1:now");
    check("日http://t.co/本", "0:日 1:+&http://t.co/ 1:本");
    check("http://t.co/x", "0:&http://t.co/x");
    check("$5 and a@b.c", "0:5 1:and 2:a 3:b 4:c");
}

#[test]
fn s04_the_sources_own_entities_come_first() {
    let own = |entities: &[(EntityKind, u32, u32)]| Mention {
        entities: Some(
            entities.iter().map(|&(kind, start, end)| Entity { kind, start, end }).collect(),
        ),
        ..mention("#a @dolce.gabbana é")
    };
    check_mention(&own(&[]), "0:a 1:dolce 2:gabbana 3:é/e");
    let handle = (EntityKind::Handle, 3, 17);
    check_mention(&own(&[handle]), "0:a 1:@dolce.gabbana 1:dolce 2:gabbana 3:é/e");
    // Backwards, twice, inside a character, past the end: what is wrong is passed over.
    let wrong = [(EntityKind::Link, 19, 20), (EntityKind::Link, 30, 31), (EntityKind::Link, 2, 1)];
    let all: Vec<_> = wrong.into_iter().chain([handle, handle]).collect();
    check_mention(&own(&all), "0:a 1:@dolce.gabbana 1:dolce 2:gabbana 3:é/e");
    check_mention(&own(&[(EntityKind::Hashtag, 0, 1)]), "0:a 1:dolce 2:gabbana 3:é/e");
}

#[test]
fn s05_a_hashtag_of_words_has_a_second_track() {
    let parts = |text: &str| {
        let folded = folded(&mention(text));
        let of = |token| folded.parts(token).iter().map(|part| shown(part, &folded));
        folded.tokens().iter().flat_map(of).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(parts("go #JustDoIt #Été2024!"), "1:just 1:+do 1:+it 2:été/ete 2:+2024");
    assert_eq!(parts("#foo_bar #日本2024"), "0:foo 0:+bar 1:日 1:+本 1:+2024");
    assert_eq!(parts("#justdoit JustDoIt @JustDoIt"), "");
}

#[test]
fn s06_keys_are_compatible_and_case_folded() {
    check_key("ＦＵＬＬ", "full", "full");
    check_key("ﬁne", "fine", "fine");
    check_key("𝓱𝓲", "hi", "hi");
    check_key("Straße", "strasse", "strasse");
    check_key("STRASSE", "strasse", "strasse");
    check_key("ΣΊΣΥΦΟΣ", "σίσυφοσ", "σισυφοσ");
    check_key("ᾳ", "αι", "αι");
}

#[test]
fn s06_turkish_and_romanian_letters() {
    check_key("İstanbul", "istanbul", "istanbul");
    check_key("i\u{307}stanbul", "istanbul", "istanbul");
    check_key("ıIİi", "iiii", "iiii");
    check_key("ş\u{163}", "șț", "st");
    check_key("ŞŢ", "șț", "st");
    check_key("s\u{327}t\u{327}", "șț", "st");
    check_key("șț", "șț", "st");
    check_key("ç", "ç", "c");
}

#[test]
fn s06_accents_come_off_by_script() {
    check_key("ÉÀÜñ", "éàüñ", "eaun");
    check_key("øłđæ", "øłđæ", "oldae");
    check_key("ǿǽ", "ǿǽ", "oae");
    check_key("ħœðþ", "ħœðþ", "ħœðþ");
    check_key("ёй", "ёй", "ей");
    check_key("ї", "ї", "ї");
    check_key("е\u{301}", "е\u{301}", "е\u{301}");
    check_key("مُحَمَّد", "مُحَمَّد", "محمد");
    check_key("سـلام", "سـلام", "سلام");
    check_key("آأؤ", "آأؤ", "آأؤ");
    check_key("ـ", "ـ", "ـ");
    check_key("שָׁלוֹם", "שָׁלוֹם", "שלום");
    check_key("हिन्दी", "हिन्दी", "हिन्दी");
    check_key("が", "が", "が");
    check_key("v\u{20DD}", "v\u{20DD}", "v");
}

#[test]
fn s07_a_term_is_accented_if_its_keys_differ() {
    let accented =
        |text: &str| term_tokens(text).iter().map(TermToken::is_accented).collect::<Vec<_>>();
    assert_eq!(accented("l'oréal"), [false, true]);
    assert_eq!(accented("straße ısı şi 😀"), [false, false, true, false]);
}

#[test]
fn s08_terms_are_cut_as_texts_are() {
    let cut = |text: &str| {
        let shown =
            |t: &TermToken| format!("{}{}", if t.glued { "+" } else { "" }, &text[t.start..t.end]);
        term_tokens(text).iter().map(shown).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(cut("coca-cola"), "coca cola");
    assert_eq!(cut("l’oréal"), "l oréal");
    assert_eq!(cut("東京tower"), "東 +京 +tower");
    assert_eq!(cut("日\u{AD}本"), "日 +本");
    assert_eq!(cut("#foo_bar"), "foo bar");
    assert_eq!(cut("(!)"), "");
}

#[test]
fn s12_terms_say_which_of_their_tokens_may_match_inside_others() {
    let kinds =
        |text: &str| term_tokens(text).iter().map(|t| (t.kind, t.glued)).collect::<Vec<_>>();
    let word = TokenKind::Word;
    assert_eq!(kinds("日本"), [(word(Script::Blankless), false), (word(Script::Blankless), true)]);
    assert_eq!(kinds("아이폰 pro"), [(word(Script::Hangul), false), (word(Script::Spaced), false)]);
}

#[test]
fn s14_a_handle_may_have_a_host() {
    check("@a@b.social!", "0:@a@b.social 0:a");
    check("@anna.bsky.social.", "0:@anna.bsky.social 0:anna");
    check("@first.last@example.org/x", "0:@first.last@example.org 0:first 1:last 2:x");
    check("thanks @shop.so good", "0:thanks 1:@shop 1:shop 2:so 3:good");
    check("a@b.com", "0:a 1:b 2:com");
    check("@nike/@puma @a/b", "0:@nike 0:nike 1:@puma 1:puma 2:@a/b 2:a 3:b");
    check(
        "@a_handle_of_more_than_twenty",
        "0:@a_handle_of_more_than_twenty 0:a_handle_of_more_than_twenty",
    );
}

#[test]
fn l4_soft_hyphens_are_not_there_and_odd_blanks_are_blanks() {
    check("co\u{AD}op", "0:coop");
    check("a\u{A0}b\u{200B}c\u{2060}d\u{FEFF}e\tf", "0:a 1:b 2:c 3:d 4:e 5:f");
    check("\u{AD}a\u{AD} b", "0:a 1:b");
    let folded = folded(&mention("x \u{AD}co\u{AD}op\u{AD}"));
    assert_eq!((folded.tokens()[1].start, folded.tokens()[1].end), (4, 10));
}

#[test]
fn l6_a_field_is_searched_up_to_its_limit() {
    let limit = Limits::default().field_bytes_max;
    let mut text = "a ".repeat(limit / 2 - 1);
    text.push_str("bé tail");
    // The limit falls into the é, and with it decomposed between e and its accent.
    assert_eq!(searched(&text, limit).len(), limit - 1);
    let text = text.replace("bé", "e\u{301}");
    assert_eq!(searched(&text, limit - 1).len(), limit - 2);
    let last = folded(&mention(&text)).tokens().last().copied().unwrap();
    assert_eq!((last.position as usize, last.end as usize), (limit / 2 - 2, limit - 3));
}
