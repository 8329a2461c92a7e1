//! Sheets in whatever encoding and of whatever shape: what is taken, what is refused, and where it stands.

use super::super::{Options, import, read};
use super::damage::{TEXT, with_part, workbook};
use super::{edited, file, shown};

/// What comes of a sheet in some encoding, imported into a file with one theme.
fn letters(query: &str, sheet: &[u8]) -> String {
    let files = [file("a.rules.toml", &format!("[[theme]]\nid = 'a'\nquery = '{query}'\n"))];
    match read("sheet.csv", sheet) {
        Err(why) => why.to_string(),
        Ok(sheet) => shown(&import(&files, &sheet, Options::default())),
    }
}

#[test]
fn letters_that_ascii_has_not_are_told_and_an_edit_is_taken() {
    let ascii = letters("tack så", b"kind,id,query\ntheme,a,tack s?\ntheme,b,gl?bex\n");
    assert_eq!(ascii.matches("error[lost-letters]").count(), 2, "{ascii}");
    assert!(!ascii.contains("---"), "{ascii}");
    // Without a sign that letters were lost, a question mark is what somebody typed.
    let typed = letters("tack", b"kind,id,query\ntheme,a,tack s?\ntheme,b,gl?bex\n");
    assert!(typed.contains("gl?bex'''"), "{typed}");
    let edit = letters("東京", b"kind,id,query\ntheme,a,Tokyo city\ntheme,b,n\xe4\n");
    assert!(edit.contains("query = 'Tokyo city'") && edit.contains("'''nä'''"), "{edit}");
}

#[test]
fn a_sheet_in_another_encoding_is_refused_as_a_whole() {
    // `łódź` in Windows-1250, `東京` in Shift JIS and GBK, `где` in Windows-1251, `für` in a code page of DOS.
    for word in [
        &b"\xb3\xf3d\x9f"[..],
        b"\x93\x8c\x8b\x9e",
        b"\xb6\xab\xbe\xa9",
        b"\xef\xee\xf1\xfb\xeb\xea\xe0",
        b"f\x81r",
        b"k\x94nig",
    ] {
        let sheet = [b"kind,id,query\ntheme,a,", word, b"\n"].concat();
        let said = letters("x", &sheet);
        assert!(said.starts_with("the file is not in UTF-8"), "{said}");
    }
    // Turkish letters are likely ones in Windows-1252 too: only the file tells.
    let turkish = b"kind,id,query\ntheme,b,more\ntheme,a,\xfdzgara\n";
    let said = letters("ızgara", turkish);
    assert!(said.starts_with("error[lost-letters]") && !said.contains("---"), "{said}");
    assert!(letters("x", turkish).contains("query = 'ýzgara'"));
    // What is in Windows-1252 stays what it is.
    for word in [
        "naïveté",
        "«là»",
        "5°C",
        "m²",
        "¿Qué?",
        "jäääär",
        "Œuvre",
        "žena",
        "L’été",
        "£5",
        "50µm",
        "“Über”",
        "½",
        "façade…»",
        "Ÿ",
    ] {
        let bytes = word.chars().map(|c| match c {
            'Œ' => 0x8c,
            'ž' => 0x9e,
            '’' => 0x92,
            '“' => 0x93,
            '”' => 0x94,
            '…' => 0x85,
            'Ÿ' => 0x9f,
            c => u8::try_from(u32::from(c)).unwrap(),
        });
        let sheet = [b"kind,id,label\ntheme,a,".to_vec(), bytes.collect(), b"\n".to_vec()].concat();
        let said = letters("x", &sheet);
        assert!(said.contains(&format!("label = \"{word}\"")), "{said}");
    }
}

#[test]
fn a_row_that_cannot_be_read_keeps_no_other_from_being_taken() {
    let said = letters("x", b"kind,id,query\ntheme,a,y\ntheme,b,y,z\ntheme,c,w\n");
    assert!(said.contains("error[mixed-separators]") && said.contains("line 3"), "{said}");
    assert!(said.contains("query = 'y'") && said.contains("id = \"c\""), "{said}");
    assert!(!said.contains("id = \"b\""), "{said}");
    // It may be the row that is missing, so nothing is taken out.
    let said =
        edited(TEXT, Options { into: None, delete: true }, |rows| rows[2].push("x".to_owned()));
    assert!(said.starts_with("refused theme names") && !said.contains("---"), "{said}");
}

#[test]
fn lines_are_counted_as_an_editor_counts_them() {
    for line in ["\n", "\r\n", "\r"] {
        let sheet =
            ["sep=;", "kind;id;query", "", "theme;a;\"x", "y\"", "thema;b;z", ""].join(line);
        let said = letters("x", sheet.as_bytes());
        assert!(said.contains("sheet.csv, line 6, column kind"), "{line:?} {said}");
        let said = letters("x", format!("kind,id,id{line}").as_bytes());
        assert!(said.contains("--> sheet.csv, line 1\n"), "{line:?} {said}");
        let said = letters("x", format!("kind,id{line}{line}theme,\"a{line}").as_bytes());
        assert!(said.starts_with("the quote in line 3 "), "{line:?} {said}");
    }
}

#[test]
fn without_the_column_that_says_so_nothing_is_known_to_be_gone() {
    let said = edited(TEXT, Options { into: None, delete: true }, |rows| {
        rows.remove(2);
        for row in rows {
            row.truncate(14);
        }
    });
    assert!(said.contains("nothing in a column `exported_from`"), "{said}");
}

#[test]
fn a_formula_without_a_result_is_shown() {
    let formula = workbook(|sheet| {
        sheet.write(2, 0, "x").unwrap();
    });
    let text = |place: &str, text: &str| {
        format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
    };
    let cells = [("A1", "kind"), ("B1", "id"), ("C1", "any"), ("A2", "theme"), ("B2", "a")];
    let [kind, id, any, theme, late] = cells.map(|(place, said)| text(place, said));
    let rows = format!(
        "<row r=\"1\">{kind}{id}{any}</row><row r=\"2\">{theme}{late}<c r=\"C2\"><f>SUM(A1)</f></c></row>"
    );
    let xml = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
    let formula = with_part(&formula, "xl/worksheets/sheet2.xml", Some(xml.as_bytes()));
    let files = [file("a.rules.toml", "")];
    let said = shown(&import(&files, &read("a.xlsx", &formula).unwrap(), Options::default()));
    assert!(said.contains("1 | =SUM(A1)"), "{said}");
}
