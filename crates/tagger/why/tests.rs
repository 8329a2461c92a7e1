//! What authors are told about an example that fails.

use crate::tests::read;
use crate::{ExampleFailure, Refused, Tagger, Trial};

/// The failures of one theme with `keys` and of what it needs.
fn failures(keys: &str) -> Vec<ExampleFailure> {
    let text = format!(
        "format = 1\n[[theme]]\nid = \"a\"\n{keys}\n[[brand]]\nid = \"acme\"\naccounts = [\"@acme\"]\n"
    );
    match Tagger::new(read(&text), Trial::Silent) {
        Ok(_) => panic!("no example fails: {keys}"),
        Err(Refused::Examples(failures)) => failures,
        Err(other) => panic!("{other}"),
    }
}

/// The reason why a query misses a post.
fn check(query: &str, post: &str, why: &str) {
    let failures = failures(&format!("query = '''{query}'''\nmatch = ['''{post}''']"));
    let told = failures[0].to_string();
    assert_eq!(told.split_once("and does not: ").unwrap().1, why, "{query} on {post}");
}

#[test]
fn words() {
    check("late", "lost", "`late` is not in it");
    check("Späte", "spate", "`späte` is not in it, only \"spate\", which `spate` would find");
    check("parcel late", "the parcel", "`late` is not in it");
    check("parcel late lost", "the parcel", "`late` is not in it; `lost` is not in it");
    check("\"late parcel\"", "the parcel", "`\"late parcel\"`: `late` is not in it");
    check(
        "\"late parcel\"",
        "late again, my parcel",
        "`\"late parcel\"`: its words are in it, but not in this row; `\"late parcel\"~2` would find them: \"late again, my parcel\"",
    );
    check("#acme", "acme", "`#acme` is not in it, only \"acme\" without `#`");
    check("{BT}", "bt", "`{BT}` is not in it, only \"bt\", and braces ask for the very letters");
    let told = "`{AT&T}` is not in it, only \"at&t\", and braces ask for the very letters";
    check("{AT&T}", "my at&t plan", told);
    check("{AT&T}", "that&those", "`{AT&T}` is not in it");
}

#[test]
fn words_of_addresses() {
    check(
        "late acme",
        "late, see acme.com/x",
        "`acme` is not in it, only in the address `acme.com/x`, whose words are not read: `url:acme` finds such links, and `match_urls = true` reads them",
    );
    check(
        "booking.com",
        "book at https://www.booking.com/hotel",
        "`booking.com` is not in it, only in the address `https://www.booking.com/hotel`, whose words are not read: `site:booking.com` finds such links, and `match_urls = true` reads them",
    );
    check("booking.com OR acme", "see example.com", "neither `booking.com` nor `acme` is in it");
    check(
        "\"love booking.com\"",
        "booking.com is fine",
        "`love NEAR/0f booking.com`: `love` is not in it",
    );
}

#[test]
fn alternatives() {
    check("late OR lost", "early", "neither `late` nor `lost` is in it");
    check("a OR b OR c", "d", "none of `a`, `b` and `c` is in it");
    check(
        "a OR b OR c OR d OR e OR f OR g OR h",
        "x",
        "none of `a`, `b`, `c`, `d`, `e`, `f` and 2 more is in it",
    );
    check(
        "(parcel OR delivery) (late OR lost)",
        "my parcel is gone",
        "neither `late` nor `lost` is in it",
    );
    check(
        "(parcel late) OR (delivery lost) OR lost",
        "my delivery is gone",
        "of 3 alternatives `delivery lost` comes nearest, but `lost` is not in it",
    );
    check(
        "(late ONEAR/2 parcel) OR x",
        "a parcel, late",
        "the nearest of 2 alternatives is `late NEAR/2f parcel`: both are in it, but in the other order",
    );
}

#[test]
fn nearness() {
    check(
        "parcel NEAR/5 late",
        "parcel 1 2 3 4 5 6 7 8 9 late",
        "`parcel NEAR/5 late`: both are in it, but with 9 words between: \"parcel 1 2 3 4 5 6 7 8 9 late\"",
    );
    check("parcel NEAR/5 late", "parcel", "`parcel NEAR/5 late`: `late` is not in it");
    check("a NEAR/5 (b OR c)", "a", "`a NEAR/5 (b OR c)`: neither `b` nor `c` is in it");
    check(
        "late NEAR/2f parcel",
        "parcel late",
        "`late NEAR/2f parcel`: both are in it, but in the other order",
    );
    check(
        "late NEAR/2 \"late night\"",
        "late night",
        "`late NEAR/2 \"late night\"`: all of it is in the post, but not in one place",
    );
    check(
        "(a b c)~1",
        "a x b y c",
        "`(a b c)~1`: all are in it, but with 2 words among them: \"a x b y c\"",
    );
}

#[test]
fn what_keeps_it_out() {
    check(
        "late -(night OR party)",
        "late at Night",
        "`-(night OR party)` keeps it out, because of \"Night\"",
    );
    check("late -is:original", "late", "`-is:original` keeps it out, as it is `is:original`");
}

#[test]
fn fields() {
    check("late lang:sv", "late", "`lang:sv`: the post's language is not known");
    check("late author:ana", "late", "`author:ana`: the post's author is not known");
    check("late has:images", "late", "`has:images`: an example cannot say so of a post");
    check("late has:links", "late", "`has:links`: the post has none");
    check("late directed:acme", "late", "`directed:acme`: the post names no account of this brand");
    check(
        "late (author:ana OR author:bo)",
        "late",
        "neither `author:ana` nor `author:bo`: the post's author is not known",
    );
}

#[test]
fn by_language() {
    let told = failures(
        "query.sv = '''paket sen'''\nquery.fr = '''colis retard'''\nmatch = [\"mitt paket\"]",
    );
    assert_eq!(
        told[0].to_string(),
        "`a` must find \"mitt paket\" and does not: among its words for Swedish: `sen` is not in it"
    );
}

#[test]
fn a_brand_without_a_query_says_so() {
    let text = "format = 1\n[[brand]]\nid = \"b\"\naccounts = [\"@b\"]\nmatch = [\"hi @a\"]\n";
    let Err(Refused::Examples(failures)) = Tagger::new(read(text), Trial::Silent) else {
        panic!("it passed")
    };
    assert_eq!(
        failures[0].to_string(),
        "`b` must find \"hi @a\" and does not: the brand has no query, and the post names none of its accounts"
    );
}

#[test]
fn a_failure_is_a_finding_with_its_place_and_a_remedy() {
    let finding = |keys: &str| failures(keys)[0].finding();
    let missed = finding("query = \"late\"\nmatch = [\n  \"ok\",\n]");
    assert_eq!((missed.position(), missed.code().name()), ((6, 3), "example-fails"));
    assert_eq!(
        &missed.source.text[missed.diagnostic.span.clone()],
        "\"ok\"",
        "the example is what is underlined"
    );
    let help = |finding: rulelang::Finding| finding.diagnostic.help.unwrap();
    assert_eq!(help(missed), "mend the rule; if the rule is right, move the post to `no_match`");
    assert_eq!(
        help(finding("query = \"late lang:sv\"\nmatch = [\"late\"]")),
        "to say so of the post, write it as a `test` with `lang = \"sv\"`"
    );
    assert_eq!(
        help(finding("query = \"late\"\nno_match = [\"late\"]")),
        "exclude what it must not find, as in `-word`; if the rule is right, move the post to `match`"
    );
}
