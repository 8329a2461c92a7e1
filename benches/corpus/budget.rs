//! What the product may cost, beside what was measured last: made of the results of the other benches, never typed.

use std::io;

use crate::Results;

/// A figure, or several of one kind, and what it has to be.
struct Row {
    what: &'static str,
    wanted: Wanted,
    must: &'static [f64],
    aim: &'static [f64],
    /// What was measured; absent where nobody has.
    measured: Vec<Option<f64>>,
    /// The results it is made of; absent where no bench asks.
    of: Option<&'static str>,
}

/// Which side of a bound is the good one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wanted {
    AtLeast,
    AtMost,
}

/// How many rules, words or phrases peers and growth are asked with.
const COUNTS: [&str; 3] = ["1000", "10000", "100000"];
const WORDS: &str = "words and phrases";
const RULES: &str = "rules";

/// The table of the budget.
pub(crate) fn budget() -> io::Result<Results> {
    let mut results = Results {
        measured: "made of the tables of this page; – where nothing was measured".to_owned(),
        columns: ["what", "must", "aim", "measured", "is it so?", "results"]
            .map(str::to_owned)
            .to_vec(),
        rows: Vec::new(),
    };
    let mut rows = kafka();
    rows.extend(peers()?);
    rows.extend(growth()?);
    rows.extend(instructions()?);
    rows.push(decode()?);
    for row in rows {
        let from = row.of.map_or(Ok("no bench asks yet".to_owned()), source)?;
        let joined = |figures: &[f64]| match figures {
            [] => "–".to_owned(),
            figures => figures.iter().map(|it| figure(*it)).collect::<Vec<_>>().join(" / "),
        };
        let cells: Vec<String> =
            row.measured.iter().map(|it| it.map_or("–".to_owned(), figure)).collect();
        results.rows.push(vec![
            row.what.to_owned(),
            joined(row.must),
            joined(row.aim),
            cells.join(" / "),
            row.verdict().to_owned(),
            from,
        ]);
    }
    Ok(results)
}

impl Row {
    /// What of the row is reached, by what of it was measured.
    fn verdict(&self) -> &'static str {
        let meets = |bounds: &[f64]| {
            let pairs = self.measured.iter().zip(bounds).filter_map(|(it, to)| Some(((*it)?, to)));
            let mut pairs = pairs.peekable();
            pairs.peek()?;
            Some(pairs.all(|(it, to)| match self.wanted {
                Wanted::AtLeast => it >= *to,
                Wanted::AtMost => it <= *to,
            }))
        };
        match (meets(self.must), meets(self.aim)) {
            (None, _) => "–",
            (_, Some(true)) => "aim",
            (Some(true), _) => "must",
            (Some(false), _) => "short",
        }
    }
}

fn kafka() -> Vec<Row> {
    let row = |what, must, aim| Row {
        what,
        wanted: Wanted::AtLeast,
        must,
        aim,
        measured: vec![None; 3],
        of: None,
    };
    vec![
        row(
            "Kafka → committed counts ÷ raw consume rate, `keep = \"none\"`, 1,000 / 10,000 / 100,000 rules",
            &[0.25, 0.23, 0.11],
            &[0.40, 0.32, 0.18],
        ),
        row(
            "the same with every mention kept, texts included",
            &[0.10, 0.09, 0.06],
            &[0.20, 0.17, 0.11],
        ),
    ]
}

/// Peers on generated posts, by how many times the time of ours they take.
fn peers() -> io::Result<Vec<Row>> {
    let peers = Results::read("peers")?;
    let row = |what, of, peer: &str, must, aim| {
        let times = |count: &&str| {
            let keys = [("texts", "generated"), ("asked for", of), ("N", *count), ("peer", peer)];
            number(&peers, &keys, "× ours")
        };
        let measured = COUNTS.iter().map(times).collect();
        Row { what, wanted: Wanted::AtLeast, must, aim, measured, of: Some("peers") }
    };
    Ok(vec![
        row(
            "matcher from raw text ÷ aho-corasick DFA on folded text, 1,000 / 10,000 / 100,000 words and phrases",
            WORDS,
            "aho-corasick DFA, on folded text",
            &[2.0, 8.0, 16.0],
            &[3.0, 12.0, 30.0],
        ),
        row(
            "matcher from raw text ÷ Hyperscan on folded text",
            WORDS,
            "Hyperscan literals, on folded text",
            &[0.65, 1.9, 4.8],
            &[1.0, 3.0, 8.0],
        ),
        row(
            "÷ Lucene Monitor on folded text, 1,000 / 10,000 / 100,000 rules",
            RULES,
            "Lucene Monitor, on folded text",
            &[30.0; 3],
            &[100.0; 3],
        ),
        row(
            "÷ mokaccino on folded text",
            RULES,
            "mokaccino, on folded text",
            &[30.0; 3],
            &[50.0; 3],
        ),
        row(
            "÷ Python with pyahocorasick from text as posted",
            RULES,
            "Python with pyahocorasick, from text as posted",
            &[30.0; 3],
            &[50.0; 3],
        ),
    ])
}

/// What the number of rules costs, on generated posts.
fn growth() -> io::Result<Vec<Row>> {
    let growth = Results::read("growth")?;
    let of = |profile: &str, count: &str, column: &str| {
        let texts = format!("generated, {profile}");
        number(&growth, &[("texts, profile", &texts), ("rules", count)], column)
    };
    let row = |what, must, aim, measured| Row {
        what,
        wanted: Wanted::AtMost,
        must,
        aim,
        measured,
        of: Some("growth"),
    };
    let cost = |count: &str| of("real", count, "µs a mention");
    let times = |count: &str| Some(cost(count)? / cost(COUNTS[0])?);
    let ready = |count: &str| {
        Some((of("real", count, "read in ms")? + of("real", count, "compiled in ms")?) / 1e3)
    };
    let bytes = COUNTS.iter().map(|count| of("real", count, "bytes of index a rule")).collect();
    Ok(vec![
        row(
            "cost with 10,000 / 100,000 rules ÷ with 1,000",
            &[2.0, 5.0],
            &[1.5, 3.0],
            vec![times(COUNTS[1]), times(COUNTS[2])],
        ),
        row(
            "ns a match of 100,000 hot rules",
            &[100.0],
            &[30.0],
            vec![of("hot", COUNTS[2], "ns a match")],
        ),
        row(
            "bytes of index a rule, 1,000 / 10,000 / 100,000 rules",
            &[300.0; 3],
            &[200.0; 3],
            bytes,
        ),
        row("seconds to read and compile 100,000 rules", &[2.0], &[0.3], vec![ready(COUNTS[2])]),
        row("fold and tokenize, cycles a byte", &[5.0], &[3.5], vec![cycles_a_byte(&growth)?]),
    ])
}

/// The time to fold a byte of a generated post, in cycles of the processor that was measured on.
fn cycles_a_byte(growth: &Results) -> io::Result<Option<f64>> {
    let kept = Results::read("instructions")?;
    let ghz = growth.measured.split_once(" at ").and_then(|(_, after)| after.split_once(" GHz"));
    let fold = |column| number(&kept, &[("what", "fold")], column);
    let keys = [("texts, profile", "generated, real"), ("rules", COUNTS[0])];
    let cycles = || {
        let ghz: f64 = ghz?.0.parse().ok()?;
        let bytes = fold("instructions a mention")? / fold("a byte")?;
        Some(number(growth, &keys, "of it fold")? * 1e3 * ghz / bytes)
    };
    Ok(cycles())
}

/// What has no bound in the budget, and stands for time where that cannot be measured.
fn instructions() -> io::Result<Vec<Row>> {
    let (kept, hostile) = (Results::read("instructions")?, Results::read("hostile")?);
    let row = |what, must, measured, of| Row {
        what,
        wanted: Wanted::AtMost,
        must,
        aim: must,
        measured,
        of: Some(of),
    };
    let a_byte = |what: &str| number(&kept, &[("what", what)], "a byte");
    let worst = |of_texts: bool| {
        let usual = hostile.rows.first().map(|row| row[1].as_str());
        let rows = hostile.rows.iter().filter(|row| (Some(row[1].as_str()) != usual) == of_texts);
        rows.filter_map(|row| row.last()?.parse().ok()).reduce(f64::max)
    };
    Ok(vec![
        row("fold and tokenize, instructions a byte", &[], vec![a_byte("fold")], "instructions"),
        row(
            "fold and match with 1,000 / 5,000 rules, instructions a byte",
            &[],
            ["fold and match, 1,000 rules", "fold and match, 5,000 rules"].map(a_byte).to_vec(),
            "instructions",
        ),
        row(
            "worst text / worst rules made to cost much ÷ ordinary ones, a byte",
            &[],
            vec![worst(true), worst(false)],
            "hostile",
        ),
    ])
}

fn decode() -> io::Result<Row> {
    let decode = Results::read("decode")?;
    let times = |records: &&str| {
        let keys = [("records", *records), ("way", "`ingest::wire::decode` (the product)")];
        number(&decode, &keys, "÷ `sonic_rs::get`")
    };
    let records = [
        "generated, native format",
        "real tweets to airlines",
        "real posts of Reddit",
        "real objects of X's API",
    ];
    Ok(Row {
        what: "decode ÷ `sonic_rs::get(text)`: generated posts / tweets / Reddit / X's API",
        wanted: Wanted::AtMost,
        must: &[2.0; 4],
        aim: &[1.3; 4],
        measured: records.iter().map(times).collect(),
        of: Some("decode"),
    })
}

/// The figure in `column` of the row with these `keys`, columns and what stands there.
fn number(results: &Results, keys: &[(&str, &str)], column: &str) -> Option<f64> {
    let at = |name: &str| results.columns.iter().position(|it| it == name);
    let keys: Option<Vec<(usize, &str)>> =
        keys.iter().map(|&(name, value)| Some((at(name)?, value))).collect();
    let (keys, column) = (keys?, at(column)?);
    let row = results.rows.iter().find(|row| keys.iter().all(|&(at, value)| row[at] == value))?;
    row[column].parse().ok()
}

/// Where and of what state the results called `name` are.
fn source(name: &str) -> io::Result<String> {
    let measured = Results::read(name)?.measured;
    let commit = measured.split_once("commit ").map_or("", |(_, after)| after);
    let commit = commit.split_once(": ").map_or(commit, |(commit, _)| commit);
    Ok(format!("[{name}](results/{name}.tsv), {commit}"))
}

fn figure(value: f64) -> String {
    match value {
        100.0.. => format!("{value:.0}"),
        10.0.. => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}
