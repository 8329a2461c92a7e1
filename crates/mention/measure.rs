//! What is measured elsewhere and brought along: visitors, redemptions, followers; and notes on the time line.

use std::fmt;

use crate::{Day, TagName};

/// One figure somebody measured: what only the company or a platform's own export knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// What it is about.
    pub scope: Scope,
    /// The day it is of.
    pub day: Day,
    /// What was measured: `attendance`, `redemptions`, `followers`.
    pub metric: String,
    /// Where, when it was measured in several places.
    pub place: Option<String>,
    /// The figure.
    pub value: Decimal,
    /// What there is to say about it.
    pub note: Option<String>,
}

impl Measure {
    /// What a later figure replaces: scope, day, metric and place.
    #[must_use]
    pub fn key(&self) -> (String, Day, &str, &str) {
        (self.scope.to_string(), self.day, &self.metric, self.place.as_deref().unwrap_or_default())
    }
}

/// What a measure is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Everything.
    All,
    /// A campaign, by its id.
    Campaign(TagName),
    /// A brand, by its id.
    Brand(TagName),
    /// An account, by its handle without `@`, folded.
    Account(String),
    /// A post, by where it can be read.
    Post(String),
}

impl Scope {
    /// Reads what [`Display`](fmt::Display) writes: `campaign:ID`, `brand:ID`, `account:HANDLE`, `post:PERMALINK`, or nothing.
    ///
    /// `None` for any other kind, an id that none can be, and a handle or address that is empty.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.is_empty() {
            return Some(Self::All);
        }
        let (kind, of) = text.split_once(':')?;
        let of = of.trim();
        match kind.trim().to_ascii_lowercase().as_str() {
            "campaign" => TagName::parse(of).map(Self::Campaign),
            "brand" => TagName::parse(of).map(Self::Brand),
            "account" => {
                let handle = of.trim_start_matches('@');
                (!handle.is_empty()).then(|| Self::Account(crate::fold_key(handle).0))
            }
            "post" => (!of.is_empty()).then(|| Self::Post(of.to_owned())),
            _ => None,
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => Ok(()),
            Self::Campaign(id) => write!(f, "campaign:{id}"),
            Self::Brand(id) => write!(f, "brand:{id}"),
            Self::Account(handle) => write!(f, "account:{handle}"),
            Self::Post(permalink) => write!(f, "post:{permalink}"),
        }
    }
}

/// A decimal number in millionths: sums of such numbers are exact, whatever their order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal(pub i64);

impl Decimal {
    /// Digits behind the point.
    const DIGITS: usize = 6;
    const ONE: i64 = 1_000_000;

    /// Reads a sign, digits and at most six digits behind a point: `-12.5`; no exponent, no digits grouped.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
        let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || part.is_empty() || !all_digits(whole) || !all_digits(part) {
            return None;
        }
        let part = part.trim_end_matches('0');
        if part.len() > Self::DIGITS {
            return None;
        }
        let millionths: i64 = format!("{part:0<width$}", width = Self::DIGITS).parse().ok()?;
        let value = whole.parse::<i64>().ok()?.checked_mul(Self::ONE)?.checked_add(millionths)?;
        Some(Self(if negative { -value } else { value }))
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, part) = (self.0.unsigned_abs() / 1_000_000, self.0.unsigned_abs() % 1_000_000);
        let sign = if self.0 < 0 { "-" } else { "" };
        if part == 0 {
            return write!(f, "{sign}{whole}");
        }
        let part = format!("{part:06}");
        write!(f, "{sign}{whole}.{}", part.trim_end_matches('0'))
    }
}

/// Something that happened on a day, to be seen on every chart: `price change`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Annotation {
    /// The day.
    pub day: Day,
    /// What happened.
    pub text: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_reads_back_what_it_writes() {
        let read = |text: &str| Scope::parse(text).map(|scope| scope.to_string());
        for same in ["", "campaign:autumn", "brand:velmora", "post:https://a.example/1?b=c:d"] {
            assert_eq!(read(same).as_deref(), Some(same));
        }
        assert_eq!(read("Account: @Velmora_SE").as_deref(), Some("account:velmora_se"));
        for wrong in ["autumn", "campaign:", "campaign:Autumn!", "account:@", "post:", "team:x"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_decimal_is_exact() {
        let read = |text: &str| Decimal::parse(text).map(|value| value.to_string());
        for (text, written) in [
            ("12", "12"),
            ("-0.5", "-0.5"),
            ("+3.10", "3.1"),
            ("0.000001", "0.000001"),
            ("9000000000000", "9000000000000"),
            ("7.5000000", "7.5"),
        ] {
            assert_eq!(read(text).as_deref(), Some(written), "{text}");
        }
        for wrong in
            ["", "-", ".5", "5.", "1e3", "1,5", "1 000", "0.0000001", "9300000000000", "NaN"]
        {
            assert_eq!(read(wrong), None, "{wrong}");
        }
        let sum: i64 =
            ["0.1", "0.2", "-0.3"].map(|text| Decimal::parse(text).unwrap().0).iter().sum();
        assert_eq!(sum, 0);
    }
}
