//! Detection on a few texts of each kind; how good it is on real ones, `quality.rs` measures.

mod quality;

use mention::Sentiment::{Negative, Neutral, Positive};
use mention::{Folded, Lang, Mention, fold};

use crate::beginning::Beginnings;
use crate::sentiment::{LEXICONS, Ratings};
use crate::unit::Units;
use crate::{Enriched, Enricher, Parts, Scratch};

fn enricher() -> Enricher {
    Enricher::new(Parts::default(), &[("war zone".to_owned(), 0.0), ("sick".to_owned(), 2.5)])
}

fn read(mention: &Mention) -> Enriched {
    let mut folded = Folded::default();
    fold(mention, &mut folded);
    enricher().enrich(mention, &folded, &mut Scratch::default())
}

fn text(text: &str) -> Enriched {
    read(&Mention { text: text.to_owned(), ..Mention::default() })
}

#[test]
fn what_a_source_states_stays() {
    let stated = Mention {
        text: "Das ist furchtbar schlecht. Wann kommt es?".into(),
        lang: mention::Lang::parse("nl"),
        sentiment: Some(Positive),
        question: Some(false),
        ..Mention::default()
    };
    let read = read(&stated);
    assert_eq!(
        (read.lang, read.sentiment, read.question),
        (stated.lang, stated.sentiment, stated.question)
    );
}

#[test]
fn parts_that_are_off_find_nothing_out() {
    let off = Parts { language: false, sentiment: false, questions: false };
    let enricher = Enricher::new(off, &[]);
    let mention = Mention { text: "This is a terrible product, why?".into(), ..Mention::default() };
    let mut folded = Folded::default();
    fold(&mention, &mut folded);
    assert_eq!(enricher.enrich(&mention, &folded, &mut Scratch::default()), Enriched::default());
}

#[test]
fn languages_are_told_by_their_words_and_letters() {
    for (words, lang) in [
        ("Jag väntar fortfarande på mitt paket", Some("sv")),
        ("The parcel has been on its way for a week", Some("en")),
        ("Coletul meu nu a ajuns nici azi", Some("ro")),
        ("Inca astept raspunsul vostru de saptamana trecuta", Some("ro")),
        ("Mein Paket ist immer noch nicht da", Some("de")),
        ("O meu pacote ainda não chegou", Some("pt")),
        ("Mi paquete todavía no ha llegado", Some("es")),
        ("Il mio pacco non è ancora arrivato", Some("it")),
        ("Mon colis n'est toujours pas arrivé", Some("fr")),
        ("Где моя посылка, почему её всё ещё нет?", Some("ru")),
        ("Де моя посилка, чому її ще немає?", Some("uk")),
        ("荷物がまだ届きません", Some("ja")),
        ("我的包裹还没到", Some("zh")),
        ("택배가 아직 안 왔어요", Some("ko")),
        ("พัสดุยังไม่มาเลย", Some("th")),
        ("الطرد لم يصل بعد", Some("ar")),
        ("ok", None),
        ("@deliver #delivery https://parcel.com/the/way 👍", None),
        ("12 345 !!", None),
        ("", None),
    ] {
        let found = text(words).lang;
        assert_eq!(found.as_ref().map(mention::Lang::as_str), lang, "{words}");
    }
}

#[test]
fn feelings_are_told_with_negations_and_boosters_of_the_language() {
    for (lang, words, felt) in [
        ("en", "I love it", Some(Positive)),
        ("en", "It isn’t good", Some(Negative)),
        ("en", "Parcel arrives on Tuesday", None),
        ("en", "great 😡😡😡", Some(Negative)),
        ("sv", "Jag gillar inte den nya appen", Some(Negative)),
        ("sv", "Inte dålig alls", Some(Positive)),
        ("sv", "Väldigt nöjd!", Some(Positive)),
        ("de", "Das funktioniert nicht", Some(Negative)),
        ("de", "Der Zug ist schon da", None),
        ("de", "Schön, dass es geklappt hat", Some(Positive)),
        ("de", "Kein Problem", Some(Positive)),
        ("fr", "Je ne suis pas content", Some(Negative)),
        ("fr", "Service client excellent", Some(Positive)),
        ("it", "Non mi piace", Some(Negative)),
        ("it", "Servizio pessimo ma personale gentile", Some(Positive)),
        ("ro", "Sunt foarte multumita", Some(Positive)),
        ("ro", "Nu recomand", Some(Negative)),
        ("es", "Qué vergüenza de servicio", Some(Negative)),
        ("es", "No es malo", Some(Positive)),
        ("pt", "Não gostei", Some(Negative)),
        ("pt", "Atendimento excelente, obrigado", Some(Positive)),
        ("nl", "wat een dag :(", Some(Negative)),
        ("nl", "wat een dag 😍", Some(Positive)),
        ("nl", "wat een dag", None),
    ] {
        let lang = mention::Lang::parse(lang);
        let mention = Mention { text: words.into(), lang, ..Mention::default() };
        assert_eq!(read(&mention).sentiment, felt, "{words}");
    }
}

#[test]
fn exceptions_override_words_and_sources() {
    let felt = |words: &str, stated| {
        let lang = mention::Lang::parse("en");
        let mention = Mention { text: words.into(), lang, sentiment: stated, ..Mention::default() };
        read(&mention).sentiment
    };
    assert_eq!(felt("the War-Zone map is out", None), Some(Neutral));
    assert_eq!(felt("the war zone map is out", Some(Negative)), Some(Neutral));
    assert_eq!(felt("a war, no zone", Some(Positive)), Some(Positive));
    assert_eq!(felt("a war in the zone", None), Some(Negative));
    assert_eq!(felt("these shoes are sick", None), Some(Positive));
    assert_eq!(felt("these shoes are not sick", None), Some(Negative));
}

#[test]
fn questions_are_told_by_mark_or_by_words() {
    for (lang, words, asks) in [
        ("en", "When will it arrive?", true),
        ("en", "When will it arrive", true),
        ("en", "@acme does anyone know the opening hours", true),
        ("en", "I know when it will arrive.", false),
        ("en", "Seriously?!", false),
        ("en", "@acme Really??", false),
        ("en", "???", false),
        ("en", "see https://acme.example/?q=price", false),
        ("en", "acme.example/?q=1 is the price ok?", true),
        ("en", "Great. Price?", true),
        ("es", "¿Cuándo llega mi pedido", true),
        ("es", "¿Cuándo llega mi pedido?", true),
        ("es", "Alguien sabe si abren hoy", true),
        ("sv", "Vet ni när den kommer", true),
        ("sv", "Skojar ni?", false),
        ("ro", "Cât costă transportul", true),
        ("fr", "Est-ce que vous livrez en Suisse", true),
        ("de", "Weiß jemand, ob der Zug fährt", true),
        ("it", "Quanto costa la spedizione", true),
        ("pt", "Alguém sabe se abre hoje", true),
        ("ja", "在庫はありますか", true),
        ("zh", "这个有货吗", true),
        ("ja", "値段は？", true),
        ("el", "τίποτα", false),
    ] {
        let lang = mention::Lang::parse(lang);
        let mention = Mention { text: words.into(), lang, ..Mention::default() };
        assert_eq!(read(&mention).question, Some(asks), "{words}");
    }
}

/// What the published program gives for the sentences it shows itself with.
const PUBLISHED: [(&str, f64); 28] = [
    ("At least it isn't a horrible book.", 0.431),
    ("Make sure you :) or :D today!", 0.8633),
    ("Most automated sentiment analysis tools are shit.", -0.5574),
    ("Not bad at all", 0.431),
    ("Not such a badass after all.", -0.2584),
    ("On the other hand, VADER is quite bad ass", 0.802),
    ("Other sentiment analysis tools can be quite bad.", -0.5849),
    ("Roger Dodger is at least compelling as a variation on the theme.", 0.2263),
    ("Roger Dodger is one of the least compelling variations on this theme.", -0.1695),
    ("Roger Dodger is one of the most compelling variations on this theme.", 0.2944),
    ("Sentiment analysis has never been good.", -0.3412),
    ("Sentiment analysis has never been this good!", 0.5672),
    ("The book was good.", 0.4404),
    ("The book was only kind of good.", 0.3832),
    (
        "The plot was good, but the characters are uncompelling and the dialog is not great.",
        -0.7042,
    ),
    ("Today SUX!", -0.5461),
    ("Today only kinda sux! But I'll get by, lol", 0.5249),
    ("VADER is VERY SMART, handsome, and FUNNY!!!", 0.9342),
    ("VADER is VERY SMART, handsome, and FUNNY.", 0.9227),
    ("VADER is VERY SMART, uber handsome, and FRIGGIN FUNNY!!!", 0.9469),
    ("VADER is not smart, handsome, nor funny.", -0.7424),
    ("VADER is smart, handsome, and funny!", 0.8439),
    ("VADER is smart, handsome, and funny.", 0.8316),
    ("VADER is such a badass!", 0.4003),
    ("VADER is very smart, handsome, and funny.", 0.8545),
    ("With VADER, sentiment analysis is the shit!", 0.6476),
    ("Without a doubt, an excellent idea.", 0.7013),
    ("Without a doubt, excellent idea.", 0.7013),
];

#[test]
fn figures_are_those_of_the_published_program() {
    let (ratings, mut units) = (crate::sentiment::Ratings::new(), crate::unit::Units::default());
    for (words, published) in PUBLISHED {
        let mention = Mention { text: words.into(), ..Mention::default() };
        let mut folded = Folded::default();
        fold(&mention, &mut folded);
        let english = mention::Lang::parse("en");
        let compound = ratings.compound(&mention, &folded, english, &mut units);
        let compound = (compound.unwrap_or(0.0) * 1e4).round() / 1e4;
        assert!((compound - published).abs() < 1e-9, "{words}: {compound} for {published}");
    }
}

#[test]
fn lists_are_well_formed() {
    for (lang, rows) in crate::sentiment::LEXICONS {
        let mut words = std::collections::BTreeSet::new();
        for line in rows.lines() {
            let (word, does) = line.split_once('\t').unwrap_or_else(|| panic!("{lang}: {line}"));
            let known = matches!(does, "not" | "after" | "but" | "+" | "-");
            assert!(
                known || does.parse::<f64>().is_ok_and(|figure| figure.abs() <= 4.0),
                "{lang}: {line}"
            );
            let stem = word.strip_suffix('*').unwrap_or(word);
            assert_eq!(mention::term_tokens(stem).len(), 1, "{lang}: {word} is not one word");
            assert!(words.insert(word), "{lang}: {word} stands there twice");
        }
    }
}

#[test]
fn a_word_of_a_list_is_felt_wherever_it_stands() {
    let ratings = Ratings::new();
    let mut units = Units::default();
    let mut feels = |text: &str, lang: &str| {
        let mention = Mention { text: text.to_owned(), ..Mention::default() };
        let mut folded = Folded::default();
        fold(&mention, &mut folded);
        ratings.compound(&mention, &folded, Lang::parse(lang), &mut units).is_some()
    };
    let rated = |rows: &'static str| {
        let lines = rows.lines().filter_map(|line| line.split_once('\t'));
        lines
            .filter(|(_, figure)| figure.parse().is_ok_and(|figure: f64| figure != 0.0))
            .map(|(word, _)| word)
    };
    for (lang, word) in
        LEXICONS.iter().flat_map(|(lang, rows)| rated(rows).map(move |word| (lang, word)))
    {
        let stem = word.strip_suffix('*');
        let written = stem.map_or(word.to_owned(), |stem| format!("{stem}qz"));
        for text in [written.clone(), format!("zzq {written}, zzq"), written.to_uppercase()] {
            assert!(feels(&text, lang), "{lang}: {text}");
        }
    }
    assert!(!feels("zzq, zzq", "sv") && !feels("zzq, zzq", "en"));
    assert_eq!(Beginnings::<1>::default().lengths("good"), [0]);
}
