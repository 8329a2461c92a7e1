//! Folding allocates nothing once its buffers have grown.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use super::tests::mention;
use super::{Folded, fold};
use crate::{Mention, json};

thread_local! {
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

/// The system's allocator, counting on each thread.
struct Counting;

#[global_allocator]
static COUNTING: Counting = Counting;

#[expect(
    unsafe_code,
    reason = "the only way to count allocations is to stand before the allocator"
)]
// SAFETY: every call is handed to `System` unchanged; the counter is `const` and has no destructor, so
// that touching it neither allocates nor runs late.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.set(ALLOCATIONS.get() + 1);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        unsafe { System.dealloc(place, layout) }
    }

    unsafe fn realloc(&self, place: *mut u8, layout: Layout, bytes: usize) -> *mut u8 {
        ALLOCATIONS.set(ALLOCATIONS.get() + 1);
        unsafe { System.realloc(place, layout, bytes) }
    }
}

fn allocations(work: impl FnOnce()) -> usize {
    let before = ALLOCATIONS.get();
    work();
    ALLOCATIONS.get() - before
}

fn mentions() -> Vec<Mention> {
    let own = [
        "Late again @united, see https://t.co/x and #JustDoIt $UAL",
        "Ştefan’s café in İstanbul, Москва, ёлка; a\u{301}\u{323}\u{308}\u{307}\u{327}\u{301}",
        "日本語のツイート👨\u{200D}👩\u{200D}👧🇸🇪1\u{FE0F}\u{20E3} twitter.みんな @a@b.social",
        "مُحَمَّد שָׁלוֹם हिन्दी ข้าว 한국어를 ﷺ",
    ];
    let mut mentions: Vec<_> = own.iter().map(|text| mention(text)).collect();
    mentions.push(mention(&format!("e{} #a1b2", "\u{301}\u{323}".repeat(500))));
    mentions.push(Mention { title: Some("Été".to_owned()), ..mentions[1].clone() });
    let samples = json::lines("unicode-mix/samples.jsonl").unwrap_or_default();
    mentions.extend(samples.iter().map(|line| mention(line["text"].as_str().unwrap())));
    mentions
}

#[test]
fn the_second_pass_allocates_nothing() {
    let mentions = mentions();
    let mut folded = Folded::default();
    let mut pass = || mentions.iter().for_each(|mention| fold(mention, &mut folded));
    assert!(allocations(&mut pass) > 0);
    assert_eq!(allocations(&mut pass), 0);
}
