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
            least: least.as_ref().map(number).transpose()?,
            most: most.as_ref().map(number).transpose()?,
        },
        Value::List(_) => {
            return Err(Wrong::new("these are not two ends of a range", "write `[100 TO 500]`"));
        }
    };
    if let (Some(least), Some(most)) = (range.least, range.most)
        && least > most
    {
        return Err(Wrong::new(
            "this range ends before it begins, so that nothing is in it",
            format!("write `[{most} TO {least}]`"),
        ));
    }
    Ok(FieldTest::Number(measure.clone(), range))
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
        Wrong::new(
            format!("`{text}` is not a whole number"),
            "write digits only: `followers:1000` for 1000 or more, `followers:100..500` for a range",
        )
    })
}
