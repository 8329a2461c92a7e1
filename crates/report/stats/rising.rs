//! Which words are said more than before, common and rare ones judged alike.
//!
//! # Source
//!
//! Log-odds ratio with informative Dirichlet prior: Monroe, Colaresi and Quinn, "Fightin' Words:
//! Lexical Feature Selection and Evaluation for Identifying the Content of Political Conflict",
//! Political Analysis 16 (2008), §3.4.2 and §3.5.1.

/// From which z on a word counts as rising.
pub const RISING_Z: f64 = 3.0;

/// How many people must have said it.
pub const RISING_PEOPLE: u64 = 5;

/// The prior's weight, in words: how many words a word is judged by before it was ever said.
const PRIOR_WORDS: f64 = 500.0;

/// How often a word was said, now and before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TermCount {
    /// Times in the period.
    pub now: u64,
    /// Times in the period compared with.
    pub before: u64,
    /// People who said it in the period.
    pub people: u64,
}

/// How much a word rose.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rise {
    /// The logarithm of the odds now over the odds before, drawn towards no change.
    pub log_odds: f64,
    /// The same in standard errors.
    pub z: f64,
    /// Whether it is to be shown: [`RISING_Z`] and [`RISING_PEOPLE`] are both reached.
    pub rising: bool,
}

/// How much each word rose, in the order given; the counts are of all words, not of a choice.
///
/// The prior is how often each word was said on both sides together.
#[must_use]
pub fn rises(terms: &[TermCount]) -> Vec<Rise> {
    rises_with(terms, PRIOR_WORDS)
}

#[expect(clippy::cast_precision_loss, reason = "counts stay below 2^53")]
fn rises_with(terms: &[TermCount], prior_words: f64) -> Vec<Rise> {
    let sum = |count: &dyn Fn(&TermCount) -> u64| terms.iter().map(count).sum::<u64>() as f64;
    let (all_now, all_before) = (sum(&|term| term.now), sum(&|term| term.before));
    let all = all_now + all_before;
    let rise = |term: &TermCount| {
        let prior = prior_words * (term.now + term.before) as f64 / all.max(1.0);
        let side = |count: u64, whole: f64| {
            let said = count as f64 + prior;
            (said, (said / (whole + prior_words - said)).ln())
        };
        let ((now, odds_now), (before, odds_before)) =
            (side(term.now, all_now), side(term.before, all_before));
        if term.now + term.before == 0 {
            return Rise { log_odds: 0.0, z: 0.0, rising: false };
        }
        let log_odds = odds_now - odds_before;
        let z = log_odds / (1.0 / now + 1.0 / before).sqrt();
        Rise { log_odds, z, rising: z >= RISING_Z && term.people >= RISING_PEOPLE }
    };
    terms.iter().map(rise).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::Random;
    use crate::stats::draw::poisson;

    fn term(now: u64, before: u64) -> TermCount {
        TermCount { now, before, people: now }
    }

    #[test]
    fn hand_computed() {
        // 1,000 words a side, so a prior of 500 words: a word said 80 times now and 20 before has
        // 500 · 100 / 2000 = 25. Now 105 of 1,500: ln(105/1395) = −2.586689; before 45: ln(45/1455)
        // = −3.476099; difference 0.889410; error √(1/105 + 1/45) = 0.178174; z 4.991798.
        let found = rises(&[term(80, 20), term(920, 980)]);
        assert!((found[0].log_odds - 0.889_410).abs() < 1e-5, "{found:?}");
        assert!((found[0].z - 4.991_8).abs() < 1e-3, "{found:?}");
        assert!(found[0].rising && !found[1].rising);
        // Four people may be four friends.
        let few = TermCount { people: 4, ..term(80, 20) };
        assert!(!rises(&[few, term(920, 980)])[0].rising);
        assert!(rises(&[term(0, 0)])[0].z.abs() < 1e-12);
    }

    /// A vocabulary by Zipf's law, drawn twice; the first `planted` of the middle words said twice as often.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "drawn counts")]
    fn drawn(planted: u32, random: &mut Random) -> Vec<TermCount> {
        let counts = (1..=2000_u32).map(|rank| {
            let usual = 6_000.0 / f64::from(rank);
            let times = if (60..60 + planted).contains(&rank) { 2.0 } else { 1.0 };
            let mut count = |mean| poisson(mean, random) as u64;
            term(count(usual * times), count(usual))
        });
        counts.collect()
    }

    #[test]
    fn chance_hardly_rises_and_what_was_planted_does() {
        let mut random = Random::seeded(41);
        let (mut chance, mut found) = (0, 0);
        for _ in 0..20 {
            chance += rises(&drawn(0, &mut random)).iter().filter(|rise| rise.rising).count();
            let planted = rises(&drawn(20, &mut random));
            found += planted[59..79].iter().filter(|rise| rise.rising).count();
        }
        // A normal z passes 3 once in 741: 54 in 40,000.
        assert!(chance <= 54, "{chance} of 40,000 words that did not rise");
        assert!(found >= 390, "{found} of 400 words that doubled");
    }

    #[test]
    fn rare_words_do_not_fill_the_top_as_they_do_by_plain_ratio() {
        let mut random = Random::seeded(43);
        let terms = drawn(20, &mut random);
        let top = |rises: &[Rise], value: &dyn Fn(&Rise) -> f64| {
            let mut order: Vec<usize> = (0..terms.len()).collect();
            order.sort_by(|one, other| value(&rises[*other]).total_cmp(&value(&rises[*one])));
            order[..20].iter().filter(|at| (59..79).contains(*at)).count()
        };
        let found = top(&rises(&terms), &|rise| rise.z);
        let plain = top(&rises_with(&terms, 1e-9), &|rise| rise.log_odds);
        assert!(found >= 18, "{found} of the top 20 were planted");
        assert!(plain <= 2, "negative control: by plain odds {plain} of the top 20");
    }
}
