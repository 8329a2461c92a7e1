//! Finding out about a mention allocates nothing once the scratch has seen one as large.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

use enrich::{Enricher, Parts, Scratch};
use mention::{Folded, Lang, Mention, fold};

/// The system's allocator, counting how often it is asked.
struct Counting;

static ASKED: AtomicUsize = AtomicUsize::new(0);

#[expect(unsafe_code, reason = "an allocator can only be counted by being one")]
// SAFETY: every call is handed on unchanged to the system's allocator, which keeps the contract.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ASKED.fetch_add(1, Ordering::Relaxed);
        // SAFETY: the caller keeps the contract of `alloc`, which is the same here.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: `pointer` came from `alloc` above and so from the system, with this layout.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

const TEXTS: [&str; 8] = [
    "@acme I absolutely LOVE the new app, but it isn’t fast :( 😍 https://acme.com/?q=1 any news on that?",
    "Jag gillar inte den nya appen, väldigt besviken 😡 :-( Vet ni när den fungerar igen?!",
    "Der Service war furchtbar, aber das Personal sehr nett. Wann kommt mein Paket?",
    "Sunt foarte mulțumită de livrare, produsul e excelent! Unde pot găsi mărimea 38?",
    "¿Alguien sabe si abren hoy? #horario",
    "荷物がまだ届きません。いつですか",
    "พัสดุยังไม่มาเลย กี่บาทคะ",
    "war zone, war zones and the war zone again. Где моя посылка, почему её всё ещё нет?",
];

#[test]
fn a_mention_allocates_nothing() {
    let enricher = Enricher::new(Parts::default(), &[("war zone".to_owned(), 0.0)]);
    let mentions: Vec<(Mention, Folded)> = [None, Some("en"), Some("fr"), Some("nl"), Some("th")]
        .into_iter()
        .flat_map(|lang| TEXTS.map(|text| (lang, text)))
        .map(|(lang, text)| {
            let lang = lang.and_then(Lang::parse);
            let title = Some("A title?".to_owned());
            let mention = Mention { text: text.repeat(3), title, lang, ..Mention::default() };
            let mut folded = Folded::default();
            fold(&mention, &mut folded);
            (mention, folded)
        })
        .collect();
    let mut scratch = Scratch::default();
    let mut pass = || {
        let before = ASKED.load(Ordering::Relaxed);
        for (mention, folded) in &mentions {
            assert!(enricher.enrich(mention, folded, &mut scratch).question.is_some());
        }
        ASKED.load(Ordering::Relaxed) - before
    };
    assert!(pass() > 0, "the first pass makes room");
    assert_eq!(pass(), 0);
}
