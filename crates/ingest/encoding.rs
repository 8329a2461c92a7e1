//! What a file was written in, and the way to UTF-8.

use std::io::{self, Read};

/// An encoding of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a byte-order mark.
    Utf8,
    /// UTF-16, low byte first: what Excel calls Unicode text, and what `PowerShell` writes.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// What Excel writes as plain CSV in western Europe and America; holds all of Latin-1.
    Windows1252,
}

impl Encoding {
    /// The encoding's name, as `--encoding` takes it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16Le => "utf-16le",
            Self::Utf16Be => "utf-16be",
            Self::Windows1252 => "windows-1252",
        }
    }

    /// Reads a name; `latin-1` means the superset that is written in its name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "utf-8" | "utf8" => Some(Self::Utf8),
            "utf-16" | "utf-16le" | "utf16" => Some(Self::Utf16Le),
            "utf-16be" => Some(Self::Utf16Be),
            "windows-1252" | "cp1252" | "latin-1" | "latin1" | "iso-8859-1" => {
                Some(Self::Windows1252)
            }
            _ => None,
        }
    }

    /// UTF-16 if `head` has its mark, or every other of its first bytes is zero; else UTF-8.
    pub(crate) fn of(head: &[u8]) -> Self {
        match head {
            [0xff, 0xfe, ..] => Self::Utf16Le,
            [0xfe, 0xff, ..] => Self::Utf16Be,
            [a, 0, b, 0, ..] if *a != 0 && *b != 0 => Self::Utf16Le,
            [0, a, 0, b, ..] if *a != 0 && *b != 0 => Self::Utf16Be,
            _ => Self::Utf8,
        }
    }
}

/// A stream turned into UTF-8. What is no character becomes U+FFFD.
pub(crate) struct Recoded<R> {
    input: R,
    encoding: Encoding,
    /// Bytes read and not yet turned.
    raw: Vec<u8>,
    /// Bytes turned and not yet handed out, from `at` on.
    turned: Vec<u8>,
    at: usize,
}

impl<R: Read> Recoded<R> {
    pub(crate) fn new(input: R, encoding: Encoding) -> Self {
        Self { input, encoding, raw: Vec::new(), turned: Vec::new(), at: 0 }
    }

    /// Reads and turns one stretch; `false` at the end.
    fn turn(&mut self) -> io::Result<bool> {
        const STRETCH_BYTES: usize = 16 * 1024;
        let before = self.raw.len();
        self.raw.resize(before + STRETCH_BYTES, 0);
        let read = self.input.read(&mut self.raw[before..]);
        self.raw.truncate(before + *read.as_ref().unwrap_or(&0));
        let last = read? == 0;
        let text = match self.encoding {
            Encoding::Utf16Le => self.units(u16::from_le_bytes, last),
            Encoding::Utf16Be => self.units(u16::from_be_bytes, last),
            Encoding::Windows1252 => self.raw.drain(..).map(windows_1252).collect(),
            Encoding::Utf8 => {
                self.turned = std::mem::take(&mut self.raw);
                self.at = 0;
                return Ok(!last);
            }
        };
        self.turned = text.into_bytes();
        self.at = 0;
        Ok(!last || !self.turned.is_empty())
    }

    /// Whole UTF-16 units; half a unit or half a pair at the end waits for the next stretch, unless none comes.
    fn units(&mut self, unit: fn([u8; 2]) -> u16, last: bool) -> String {
        let mut units: Vec<u16> =
            self.raw.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
        if !last && units.last().is_some_and(|unit| (0xd800..0xdc00).contains(unit)) {
            units.pop();
        }
        self.raw.drain(..units.len() * 2);
        String::from_utf16_lossy(&units)
    }
}

impl<R: Read> Read for Recoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at == self.turned.len() {
            if !self.turn()? {
                return Ok(0);
            }
        }
        let bytes = buffer.len().min(self.turned.len() - self.at);
        buffer[..bytes].copy_from_slice(&self.turned[self.at..self.at + bytes]);
        self.at += bytes;
        Ok(bytes)
    }
}

/// # Source
///
/// The WHATWG Encoding Standard, index windows-1252.
fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž',
        '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}',
        'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}
