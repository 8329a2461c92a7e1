//! How cost, memory and time to be ready grow with the number of rules.

use anyhow::anyhow;
use corpus::{Profile, Results, Vocabulary};
use matcher::{Matcher, Scratch};
use mention::{Facts, Folded, Mention};
use rulelang::{Condition, RuleSet, SourceFile};

use crate::ALLOCATED;
use crate::peer::{thread_time, timed};
use crate::rounds::{Options, command, figure, texts};

/// What one number of rules costs.
struct Cost {
    read_ms: u128,
    compile_ms: u128,
    bytes_a_rule: usize,
    fold_us: f64,
    match_us: f64,
    hits: f64,
}

/// Measures each number of rules of each profile on each kind of text.
pub fn run(options: &Options) -> anyhow::Result<()> {
    let columns = [
        "texts, profile",
        "rules",
        "µs a mention",
        "of it fold",
        "matches a mention",
        "ns a match",
        "bytes of index a rule",
        "read in ms",
        "compiled in ms",
    ];
    let mut results = Results::new(&columns, &command());
    for texts in texts(options)? {
        let mention = |text: &String| Mention { text: text.clone(), ..Mention::default() };
        let mentions: Vec<Mention> = texts.posted.iter().map(mention).collect();
        for (profile, name) in Profile::ALL {
            for &count in &options.rules {
                let cost = cost(&texts.vocabulary, profile, count, &mentions, options.passes)?;
                results.rows.push(vec![
                    format!("{}, {name}", texts.name),
                    count.to_string(),
                    figure(cost.fold_us + cost.match_us),
                    figure(cost.fold_us),
                    figure(cost.hits),
                    if cost.hits < 0.01 {
                        "–".to_owned()
                    } else {
                        figure(cost.match_us * 1e3 / cost.hits)
                    },
                    cost.bytes_a_rule.to_string(),
                    cost.read_ms.to_string(),
                    cost.compile_ms.to_string(),
                ]);
            }
        }
    }
    println!("{}\n\n{}", results.measured, results.plain());
    if options.record {
        results.write("growth")?;
    }
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "a rate is read to three digits")]
fn cost(
    vocabulary: &Vocabulary,
    profile: Profile,
    count: usize,
    mentions: &[Mention],
    passes: usize,
) -> anyhow::Result<Cost> {
    let text = corpus::rule_file(&corpus::rules(vocabulary, profile, count, 2));
    let begun = thread_time();
    let file = SourceFile { name: "growth.rules.toml".to_owned(), text };
    let read = RuleSet::read(&[file], &|_, _| Ok(Vec::new()));
    let (rules, _) = read.map_err(|findings| anyhow!("{}", findings[0]))?;
    let conditions: Vec<Condition> = rules.themes.into_iter().map(|it| it.query).collect();
    let read_ms = thread_time().saturating_sub(begun).as_millis();
    let (begun, before) = (thread_time(), ALLOCATED.allocated());
    let matcher = Matcher::new(&conditions)?;
    let compile_ms = thread_time().saturating_sub(begun).as_millis();
    let bytes_a_rule = ALLOCATED.allocated().saturating_sub(before) / count;
    let (mut folded, mut scratch) = (Folded::default(), Scratch::default());
    let (mut folds, mut boths, mut hits) = (Vec::new(), Vec::new(), 0);
    for _ in 0..=passes {
        let fold = timed(|| {
            mentions.iter().for_each(|mention| mention::fold(mention, &mut folded));
            folded.tokens().len() as u64
        });
        let both = timed(|| {
            let mut hits = 0;
            for mention in mentions {
                mention::fold(mention, &mut folded);
                hits += matcher.hits(&Facts::of(mention), &folded, &mut scratch).len() as u64;
            }
            hits
        });
        hits = both.matches;
        folds.push(fold.time.as_secs_f64());
        boths.push(both.time.as_secs_f64());
    }
    let median = |mut times: Vec<f64>| {
        times.sort_by(f64::total_cmp);
        times[times.len() / 2] * 1e6 / mentions.len() as f64
    };
    let fold_us = median(folds);
    let match_us = (median(boths) - fold_us).max(0.0);
    let hits = hits as f64 / mentions.len() as f64;
    Ok(Cost { read_ms, compile_ms, bytes_a_rule, fold_us, match_us, hits })
}
