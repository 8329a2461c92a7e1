//! The bytes of one Avro datum into JSON text, without a value in between.

use std::fmt::Write;

use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::{Type, Unit};

/// How deep a datum may nest, as deep as JSON may.
const DEPTH_MAX: usize = 100;

/// Why bytes cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Wrong {
    /// They end in the middle.
    #[error("it ends in the middle of a value")]
    Cut,
    /// Something is left over.
    #[error("{0} bytes are left over behind it: it was written by another schema")]
    LeftOver(usize),
    /// A number is longer than any.
    #[error("a number has more digits than a long can hold")]
    Number,
    /// A length or a choice that cannot be.
    #[error("a length, or the choice of a union or enum, is beyond what there is")]
    Beyond,
    /// A text is not UTF-8.
    #[error("a text is not UTF-8")]
    Text,
    /// A boolean is neither.
    #[error("a boolean is neither 0 nor 1")]
    Boolean,
    /// Too many records in records.
    #[error("it nests deeper than {DEPTH_MAX} levels")]
    Deep,
    /// It would become too much.
    #[error("it becomes more JSON than a record may be")]
    Large,
}

/// Reads all of `bytes` as the type `root` of `types`.
pub(super) fn json(
    types: &[Type],
    root: usize,
    bytes: &[u8],
    bytes_max: usize,
) -> Result<String, Wrong> {
    let mut datum = Datum { types, bytes, out: String::with_capacity(2 * bytes.len()), bytes_max };
    datum.value(root, DEPTH_MAX)?;
    match datum.bytes.len() {
        0 => Ok(datum.out),
        left => Err(Wrong::LeftOver(left)),
    }
}

struct Datum<'a> {
    types: &'a [Type],
    /// What is not read yet.
    bytes: &'a [u8],
    out: String,
    bytes_max: usize,
}

impl<'a> Datum<'a> {
    fn value(&mut self, kind: usize, depth: usize) -> Result<(), Wrong> {
        // Every value writes something, so that this ends also where a list promises billions of nothings.
        if self.out.len() > self.bytes_max {
            return Err(Wrong::Large);
        }
        let below = depth.checked_sub(1).ok_or(Wrong::Deep)?;
        let types = self.types;
        match &types[kind] {
            Type::Union(variants) => {
                let chosen = usize::try_from(self.long()?).map_err(|_| Wrong::Beyond)?;
                self.value(*variants.get(chosen).ok_or(Wrong::Beyond)?, below)?;
            }
            Type::List(item) => {
                self.blocks('[', ']', &mut |datum| datum.value(*item, below))?;
            }
            Type::Map(value) => self.blocks('{', '}', &mut |datum| {
                let name = datum.text()?;
                datum.field(name, *value, below)
            })?,
            Type::Record(fields) => self.record(fields, below)?,
            plain => self.plain(plain)?,
        }
        Ok(())
    }

    /// A value that holds no others.
    fn plain(&mut self, kind: &Type) -> Result<(), Wrong> {
        match kind {
            Type::Null => self.out.push_str("null"),
            Type::Boolean => match self.take(1)? {
                [0] => self.out.push_str("false"),
                [1] => self.out.push_str("true"),
                _ => return Err(Wrong::Boolean),
            },
            Type::Int | Type::Long => {
                let number = self.long()?;
                self.write(number);
            }
            Type::Float => {
                let number = f32::from_le_bytes(self.array()?);
                self.real(f64::from(number), number);
            }
            Type::Double => {
                let number = f64::from_le_bytes(self.array()?);
                self.real(number, number);
            }
            Type::Bytes => {
                let bytes = self.sized()?;
                self.bytes(bytes);
            }
            Type::Fixed(size) => {
                let bytes = self.take(*size)?;
                self.digits(bytes);
            }
            Type::Text => {
                let text = self.text()?;
                self.string(text);
            }
            Type::Date => self.date()?,
            Type::TimeOfDay(unit) => self.time_of_day(*unit)?,
            Type::Instant(unit) => self.instant(*unit)?,
            Type::Local(unit) => self.local(*unit)?,
            Type::Decimal { scale, size } => self.decimal(*scale, *size)?,
            Type::Uuid => self.uuid()?,
            Type::Enum(symbols) => {
                let chosen = usize::try_from(self.long()?).map_err(|_| Wrong::Beyond)?;
                self.string(symbols.get(chosen).ok_or(Wrong::Beyond)?);
            }
            Type::List(_) | Type::Map(_) | Type::Union(_) | Type::Record(_) => {
                unreachable!("values that hold others are read as such")
            }
        }
        Ok(())
    }

    fn record(&mut self, fields: &[(String, usize)], depth: usize) -> Result<(), Wrong> {
        self.out.push('{');
        for (at, (name, kind)) in fields.iter().enumerate() {
            if at > 0 {
                self.out.push(',');
            }
            self.field(name, *kind, depth)?;
        }
        self.out.push('}');
        Ok(())
    }

    fn field(&mut self, name: &str, kind: usize, depth: usize) -> Result<(), Wrong> {
        self.string(name);
        self.out.push(':');
        self.value(kind, depth)
    }

    /// Items in blocks, each with its number of items before it; a negative one has the block's size behind it.
    fn blocks(
        &mut self,
        open: char,
        close: char,
        item: &mut dyn FnMut(&mut Self) -> Result<(), Wrong>,
    ) -> Result<(), Wrong> {
        self.out.push(open);
        let mut first = true;
        loop {
            let count = self.long()?;
            if count == 0 {
                break;
            }
            if count < 0 {
                self.long()?;
            }
            for _ in 0..count.unsigned_abs() {
                if !std::mem::take(&mut first) {
                    self.out.push(',');
                }
                item(self)?;
            }
        }
        self.out.push(close);
        Ok(())
    }

    fn date(&mut self) -> Result<(), Wrong> {
        let days = self.long()?;
        let at = days.checked_mul(24 * 60 * 60).and_then(|at| Timestamp::from_second(at).ok());
        match at {
            Some(at) => self.quoted(at.to_zoned(TimeZone::UTC).date()),
            None => self.write(days),
        }
        Ok(())
    }

    fn time_of_day(&mut self, unit: Unit) -> Result<(), Wrong> {
        let number = self.long()?;
        match Time::midnight().checked_add(unit.of(number)) {
            Ok(time) => self.quoted(time),
            Err(_) => self.write(number),
        }
        Ok(())
    }

    fn instant(&mut self, unit: Unit) -> Result<(), Wrong> {
        let number = self.long()?;
        match Timestamp::from_duration(unit.of(number)) {
            Ok(at) => self.quoted(at),
            Err(_) => self.write(number),
        }
        Ok(())
    }

    fn local(&mut self, unit: Unit) -> Result<(), Wrong> {
        let number = self.long()?;
        match Timestamp::from_duration(unit.of(number)) {
            Ok(at) => self.quoted(at.to_zoned(TimeZone::UTC).datetime()),
            Err(_) => self.write(number),
        }
        Ok(())
    }

    /// A whole number in two's complement, of which the last `scale` digits are behind the point.
    fn decimal(&mut self, scale: usize, size: Option<usize>) -> Result<(), Wrong> {
        let bytes = match size {
            Some(size) => self.take(size)?,
            None => self.sized()?,
        };
        let mut wide = match bytes.first() {
            Some(first) if first & 0x80 != 0 => [0xff; 16],
            _ => [0; 16],
        };
        // Beyond 38 digits it is no figure of a post.
        let Some(start) = wide.len().checked_sub(bytes.len()) else {
            self.digits(bytes);
            return Ok(());
        };
        wide[start..].copy_from_slice(bytes);
        let number = i128::from_be_bytes(wide);
        let digits = format!("{:0>width$}", number.unsigned_abs(), width = scale.min(64) + 1);
        let (whole, rest) = digits.split_at(digits.len() - scale.min(64));
        let sign = if number < 0 { "-" } else { "" };
        match rest {
            "" => self.write(format_args!("{sign}{whole}")),
            rest => self.write(format_args!("{sign}{whole}.{rest}")),
        }
        Ok(())
    }

    fn uuid(&mut self) -> Result<(), Wrong> {
        let digits = format!("{:032x}", u128::from_be_bytes(self.array()?));
        let parts = [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]];
        self.quoted(parts.join("-"));
        Ok(())
    }

    fn real(&mut self, number: f64, shown: impl std::fmt::Display) {
        if number.is_finite() {
            self.write(shown);
        } else {
            self.out.push_str("null");
        }
    }

    fn bytes(&mut self, bytes: &[u8]) {
        match std::str::from_utf8(bytes) {
            Ok(text) => self.string(text),
            Err(_) => self.digits(bytes),
        }
    }

    fn digits(&mut self, bytes: &[u8]) {
        self.out.push('"');
        for byte in bytes {
            self.write(format_args!("{byte:02x}"));
        }
        self.out.push('"');
    }

    fn string(&mut self, text: &str) {
        self.out.push('"');
        for character in text.chars() {
            match character {
                '"' => self.out.push_str("\\\""),
                '\\' => self.out.push_str("\\\\"),
                control if control < ' ' => {
                    self.write(format_args!("\\u{:04x}", u32::from(control)));
                }
                other => self.out.push(other),
            }
        }
        self.out.push('"');
    }

    fn quoted(&mut self, shown: impl std::fmt::Display) {
        self.write(format_args!("\"{shown}\""));
    }

    fn write(&mut self, shown: impl std::fmt::Display) {
        write!(self.out, "{shown}").expect("a String takes everything");
    }

    fn text(&mut self) -> Result<&'a str, Wrong> {
        std::str::from_utf8(self.sized()?).map_err(|_| Wrong::Text)
    }

    /// Bytes with their number before them.
    fn sized(&mut self) -> Result<&'a [u8], Wrong> {
        let length = usize::try_from(self.long()?).map_err(|_| Wrong::Beyond)?;
        self.take(length)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Wrong> {
        let (array, rest) = self.bytes.split_first_chunk().ok_or(Wrong::Cut)?;
        self.bytes = rest;
        Ok(*array)
    }

    fn take(&mut self, count: usize) -> Result<&'a [u8], Wrong> {
        let (taken, rest) = self.bytes.split_at_checked(count).ok_or(Wrong::Cut)?;
        self.bytes = rest;
        Ok(taken)
    }

    /// A whole number: seven bits a byte, the lowest first, the sign in the lowest bit of all.
    fn long(&mut self) -> Result<i64, Wrong> {
        let mut bits: u64 = 0;
        for shift in (0..64).step_by(7) {
            let [byte] = self.array()?;
            bits |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                let magnitude = (bits >> 1).cast_signed();
                return Ok(if bits & 1 == 0 { magnitude } else { !magnitude });
            }
        }
        Err(Wrong::Number)
    }
}

impl Unit {
    fn of(self, number: i64) -> SignedDuration {
        match self {
            Self::Milliseconds => SignedDuration::from_millis(number),
            Self::Microseconds => SignedDuration::from_micros(number),
            Self::Nanoseconds => SignedDuration::from_nanos(number),
        }
    }
}
