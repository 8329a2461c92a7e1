//! What a run raises on tags on which nothing happens, and on those on which it does.

use mention::AlertKind;

use super::*;
use crate::stats::Random;

/// An hour's count of a tag with so many mentions an hour, by Knuth's way.
fn poisson(random: &mut Random, mean: f64) -> u64 {
    let (mut count, mut product, floor) = (0, 1.0, (-mean).exp());
    loop {
        #[expect(clippy::cast_precision_loss, reason = "53 bits are taken")]
        let uniform = (random.next() >> 11) as f64 / (1_u64 << 53) as f64;
        product *= uniform;
        if product <= floor {
            return count;
        }
        count += 1;
    }
}

/// What is told of 90 days of a tag with a day's rhythm around `mean` mentions an hour; `storm` more in one hour.
fn told(seed: u64, mean: f64, storm: u64) -> Vec<Told> {
    let mut random = Random::seeded(seed);
    let watch = Watch { alarms: false, silences: true };
    let mut watcher = Watcher::new(watch, &WatchSettings::default(), &Zone::utc());
    let mut all = Vec::new();
    for hour in 0..90 * 24_i64 {
        let rhythm = if hour % 24 < 8 { 0.5 } else { 1.25 };
        let mut mentions = poisson(&mut random, mean * rhythm);
        if hour == 70 * 24 + 12 {
            mentions += storm;
        }
        // Somebody writes twice now and then.
        let people = Some(mentions - mentions / 10);
        all.extend(watcher.judge(&WatchedHour { at: Timestamp(hour * HOUR), mentions, people }));
    }
    all
}

#[test]
fn a_tag_on_which_nothing_happens_raises_nothing() {
    for mean in [0.3, 2.0, 12.0, 80.0] {
        // Of a brand with seven mentions a day a silent day is told by nobody; one of 48 is never silent.
        let raised = (0..20).filter(|seed| !told(*seed, mean, 0).is_empty()).count();
        assert!(raised <= 1, "{mean} mentions an hour: {raised} of 20");
    }
}

#[test]
fn a_storm_on_it_is_told_once() {
    for (mean, storm) in [(0.3, 25), (2.0, 40), (12.0, 120), (80.0, 900)] {
        let all = told(3, mean, storm);
        let at: Vec<i64> = all.iter().map(|told| told.start.0 / HOUR).collect();
        assert_eq!(at, [70 * 24 + 12], "{mean} mentions an hour: {all:?}");
        assert_eq!(all[0].kind, AlertKind::Spike);
    }
}
