//! Forms that carry files, as browsers send them: `multipart/form-data`, RFC 7578.

use crate::error::Wrong;

/// Parts that are read; a form of ours has fewer.
const PARTS_MAX: usize = 50;

/// Bytes of the lines above a part.
const HEAD_BYTES_MAX: usize = 4096;

/// What was filled in.
#[derive(Debug, Default)]
pub(crate) struct Form {
    parts: Vec<Part>,
}

/// One field of a form.
#[derive(Debug, PartialEq, Eq)]
struct Part {
    name: String,
    /// What a file is called where it comes from.
    file: Option<String>,
    bytes: Vec<u8>,
}

/// A file that came with a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Upload<'f> {
    /// What it was called, without the folders above it.
    pub(crate) name: &'f str,
    /// What it holds.
    pub(crate) bytes: &'f [u8],
}

impl Form {
    /// Reads a body whose header `Content-Type` is `kind`.
    ///
    /// # Errors
    ///
    /// When it is no such form, or ends in the middle.
    pub(crate) fn read(kind: &str, body: &[u8]) -> Result<Self, Wrong> {
        let border = boundary(kind)
            .ok_or_else(|| Wrong::Question("this takes a form: multipart/form-data".to_owned()))?;
        let first = format!("--{border}");
        let between = format!("\r\n--{border}");
        let mut rest = body
            .strip_prefix(first.as_bytes())
            .ok_or_else(|| broken("it does not begin with its boundary"))?;
        let mut parts = Vec::new();
        while let Some(part) = rest.strip_prefix(b"\r\n") {
            if parts.len() == PARTS_MAX {
                return Err(broken("it has too many parts"));
            }
            let end = find(part, between.as_bytes()).ok_or_else(|| broken("a part has no end"))?;
            parts.push(Part::read(&part[..end])?);
            rest = &part[end + between.len()..];
        }
        if rest.starts_with(b"--") { Ok(Self { parts }) } else { Err(broken("it has no end")) }
    }

    /// What stands in the field `name`, with line ends as files have them; empty when there is no such field.
    pub(crate) fn text(&self, name: &str) -> String {
        let part = self.parts.iter().find(|part| part.name == name && part.file.is_none());
        let text = part.map(|part| String::from_utf8_lossy(&part.bytes));
        text.map(|text| text.replace("\r\n", "\n")).unwrap_or_default()
    }

    /// The file in the field `name`; absent when none was chosen.
    pub(crate) fn upload(&self, name: &str) -> Option<Upload<'_>> {
        let part = self.parts.iter().find(|part| part.name == name)?;
        let file = part.file.as_deref()?;
        let name = file.rsplit(['/', '\\']).next().unwrap_or_default();
        (!name.is_empty()).then_some(Upload { name, bytes: &part.bytes })
    }
}

impl Part {
    fn read(part: &[u8]) -> Result<Self, Wrong> {
        let end = find(part, b"\r\n\r\n").filter(|end| *end <= HEAD_BYTES_MAX);
        let end = end.ok_or_else(|| broken("a part has no head"))?;
        let head = std::str::from_utf8(&part[..end]).map_err(|_| broken("a head is no text"))?;
        let about = head
            .split("\r\n")
            .find_map(|line| {
                let (name, value) = line.split_once(':')?;
                name.eq_ignore_ascii_case("content-disposition").then_some(value)
            })
            .ok_or_else(|| broken("a part does not say which field it is"))?;
        let name = quoted(about, "name").ok_or_else(|| broken("a part has no name"))?;
        let bytes = part[end + 4..].to_vec();
        Ok(Self { name, file: quoted(about, "filename"), bytes })
    }
}

fn broken(why: &str) -> Wrong {
    Wrong::Question(format!("the form cannot be read: {why}"))
}

/// What parts the fields of a form of this kind.
fn boundary(kind: &str) -> Option<&str> {
    let mut parts = kind.split(';').map(str::trim);
    let form = parts.next()?.eq_ignore_ascii_case("multipart/form-data");
    let border = parts.find_map(|part| part.strip_prefix("boundary="))?.trim_matches('"');
    (form && !border.is_empty() && border.len() <= 70).then_some(border)
}

/// The value of ` key="…"`, in which browsers write `"` and line ends as numbers.
fn quoted(about: &str, key: &str) -> Option<String> {
    let begins = format!(" {key}=\"");
    let (_, behind) = about.split_once(&begins)?;
    let (value, _) = behind.split_once('"')?;
    Some(value.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n"))
}

/// Where `wanted` first stands in `text`.
fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    let mut at = 0;
    while let Some(next) = text[at..].iter().position(|byte| *byte == wanted[0]) {
        at += next;
        if text[at..].starts_with(wanted) {
            return Some(at);
        }
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{Form, Upload};

    const KIND: &str = "multipart/form-data; boundary=----x";

    fn body(parts: &[(&str, &str)]) -> Vec<u8> {
        let parts = parts.iter().map(|(about, content)| {
            format!("------x\r\nContent-Disposition: form-data; {about}\r\n\r\n{content}\r\n")
        });
        (parts.collect::<String>() + "------x--\r\n").into_bytes()
    }

    #[test]
    fn fields_and_files_are_told_apart() {
        let body = body(&[
            ("name=\"text\"", "a\r\n--b\r\n\r\n--"),
            ("name=\"upload\"; filename=\"C:\\x\\a %22b.csv\"", "id,text\r\n"),
            ("name=\"other\"; filename=\"\"", ""),
        ]);
        let form = Form::read(KIND, &body).unwrap();
        assert_eq!(form.text("text"), "a\n--b\n\n--");
        assert_eq!((form.text("upload"), form.text("absent")), (String::new(), String::new()));
        let upload = Upload { name: "a \"b.csv", bytes: b"id,text\r\n" };
        assert_eq!(form.upload("upload"), Some(upload));
        assert_eq!(form.upload("other"), None);
        assert_eq!(form.upload("text"), None);
    }

    #[test]
    fn what_is_cut_off_or_something_else_is_refused() {
        let whole = body(&[("name=\"text\"", "late"), ("name=\"do\"", "run")]);
        assert!(Form::read(KIND, &whole).is_ok());
        for end in 0..whole.len() - 4 {
            assert!(Form::read(KIND, &whole[..end]).is_err(), "cut at {end}");
        }
        assert!(Form::read("application/json", &whole).is_err());
        assert!(Form::read("multipart/form-data", &whole).is_err());
        assert!(Form::read(KIND, b"------x\r\n\r\nlate\r\n------x--").is_err());
        assert!(Form::read(KIND, &body(&vec![("name=\"a\"", ""); 51])).is_err());
    }
}
