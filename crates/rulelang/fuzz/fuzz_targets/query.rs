//! Arbitrary bytes as queries and keywords.
#![no_main]

#[path = "../targets.rs"]
#[expect(dead_code, reason = "each target uses its own function")]
mod targets;

libfuzzer_sys::fuzz_target!(|data: &[u8]| targets::query(data));
