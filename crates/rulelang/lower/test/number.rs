//! Figures and their ranges.

use super::Wrong;
use crate::{FieldTest, Measure, Number, Range, Value};

/// What a number alone means for a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Alone {
    /// So many or more.
    OrMore,
    /// Exactly that.
    Exact,
    /// Nothing: a range is needed.
    Nothing,
}

/// The numbers that `value` is, both ends of a range included.
pub(super) fn range(measure: &Measure, value: &Value) -> Result<FieldTest, Wrong> {
    let number = |text: &String| read(measure, text);
    let end = |text: &String| number(text).map_err(|wrong| in_range(measure, value, wrong));
    if let Value::Text(text) = value
        && let Some(wrong) = hyphenated(measure, text)
    {
        return Err(wrong);
    }
    let range = match value {
        Value::Text(text) => match alone(measure) {
            Alone::OrMore => Range { least: Some(number(text)?), most: None },
            Alone::Exact => {
                let exact = number(text)?;
                Range { least: Some(exact), most: Some(exact) }
            }
            Alone::Nothing => {
                number(text)?;
                return Err(Wrong::new(
                    "no place on earth lies on one degree exactly",
                    "write from where to where, as in `latitude:[55 TO 56.5]`",
                ));
            }
        },
        Value::Range(least, most) => Range {
            least: least.as_ref().map(end).transpose()?,
            most: most.as_ref().map(end).transpose()?,
        },
        Value::List(items) => return Err(no_two_ends(measure, items)),
    };
    if let (Some(least), Some(most)) = (range.least, range.most)
        && least > most
    {
        let wrong = Wrong::new(
            "this range ends before it begins, so that nothing is in it",
            format!("write `[{most} TO {least}]`"),
        );
        return Err(match value {
            Value::Range(least, most) => wrong.with_range(most.clone(), least.clone()),
            _ => wrong,
        });
    }
    Ok(FieldTest::Number(measure.clone(), range))
}

/// What is wrong with brackets that hold something else than `a TO b`; `[a..b]` and `[a b]` are meant as that.
fn no_two_ends(measure: &Measure, items: &[String]) -> Wrong {
    let wrong = |help: String| Wrong::new("these are not two ends of a range", help);
    let ends = match items {
        [both] => both.split_once("..").or_else(|| both.split_once(['-', ','])),
        [least, most] => Some((least.trim_end_matches(','), most.as_str())),
        _ => None,
    };
    match ends.filter(|(least, most)| read(measure, least).is_ok() && read(measure, most).is_ok()) {
        Some((least, most)) => wrong(format!("write `[{least} TO {most}]`"))
            .with_range(Some(least.to_owned()), Some(most.to_owned())),
        None => wrong("write both ends with TO between them, as in `[3 TO 5]`".to_owned()),
    }
}

/// What is wrong with a range that is written `1-5`.
fn hyphenated(measure: &Measure, text: &str) -> Option<Wrong> {
    let (least, most) = text.split_once(['-', '–'])?;
    let both = read(measure, least).is_ok() && read(measure, most).is_ok();
    both.then(|| {
        let help = format!("write `[{least} TO {most}]`");
        Wrong::new(format!("`{text}` is no number, and no range as it is written here"), help)
            .with_range(Some(least.to_owned()), Some(most.to_owned()))
    })
}

/// What is wrong with one end of a range, with the range that is meant where that is known of both ends.
fn in_range(measure: &Measure, range: &Value, wrong: Wrong) -> Wrong {
    let Value::Range(least, most) = range else { return wrong };
    let meant = |text: &String| match read(measure, text) {
        Ok(_) => Some(text.clone()),
        Err(Wrong { right: Some((Value::Text(right), true)), .. }) => Some(right),
        Err(_) => None,
    };
    let ends = [least, most].map(|end| end.as_ref().map(meant));
    match ends {
        [Some(None), _] | [_, Some(None)] => Wrong { right: None, ..wrong },
        [least, most] => wrong.with_range(least.flatten(), most.flatten()),
    }
}

const fn alone(measure: &Measure) -> Alone {
    match measure {
        Measure::Rating | Measure::Custom(_) => Alone::Exact,
        Measure::Latitude | Measure::Longitude => Alone::Nothing,
        _ => Alone::OrMore,
    }
}

fn read(measure: &Measure, text: &str) -> Result<Number, Wrong> {
    match measure {
        Measure::Latitude => super::place::degrees(text, super::place::Axis::North),
        Measure::Longitude => super::place::degrees(text, super::place::Axis::East),
        Measure::Rating | Measure::Custom(_) => decimal(text).ok_or_else(|| {
            Wrong::new(
                format!("`{text}` is not a number"),
                "write digits, as in `rating:4` or `rating:[3.5 TO 5]`",
            )
        }),
        _ => whole(text),
    }
}

/// A finite number in digits, perhaps with a sign and a decimal point.
pub(super) fn decimal(text: &str) -> Option<Number> {
    let plain = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+'));
    text.parse().ok().filter(|_| plain).and_then(Number::new)
}

fn whole(text: &str) -> Result<Number, Wrong> {
    decimal(text).filter(|_| text.bytes().all(|b| b.is_ascii_digit())).ok_or_else(|| {
        let message = format!("`{text}` is not a whole number");
        match spelled(text) {
            Some(digits) => {
                Wrong::new(message, format!("write digits only: `{digits}`")).is(digits)
            }
            None => Wrong::new(
                message,
                "write digits only: `followers:1000` for 1000 or more, `followers:100..500` for a range",
            ),
        }
    })
}

/// The digits of a whole number that is written `1k`, `2.5m` or with signs between thousands.
fn spelled(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let (number, zeros) = match lower.strip_suffix('k') {
        Some(number) => (number, 3),
        None => lower.strip_suffix('m').map_or((lower.as_str(), 0), |number| (number, 6)),
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if zeros > 0 {
        let (whole, part) = number.split_once(['.', ',']).unwrap_or((number, ""));
        let fits = digits(whole) && (part.is_empty() || digits(part)) && part.len() <= zeros;
        let all = format!("{whole}{part:0<zeros$}");
        return fits.then(|| all.trim_start_matches('0').to_owned()).filter(|all| !all.is_empty());
    }
    let sign = number.chars().find(|c| matches!(c, ',' | '_' | '\''))?;
    let mut thousands = number.split(sign);
    let first = thousands.next().filter(|first| digits(first) && first.len() <= 3)?;
    let rest: Vec<&str> = thousands.collect();
    let fits = rest.iter().all(|three| digits(three) && three.len() == 3);
    fits.then(|| format!("{first}{}", rest.concat()))
}
