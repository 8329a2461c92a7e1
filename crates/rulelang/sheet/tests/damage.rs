//! What spreadsheets do to sheets, undone or told.

use rust_xlsxwriter::{Chart, ChartType, ExcelDateTime, Format, Formula, Workbook, Worksheet};

use super::super::{Options, Unreadable, export, import, read};
use super::{changed, edited, file, imported, shown};

pub(super) const TEXT: &str = r#"[[theme]]
id = "codes"
label = "007"
any = ["3-4"]
match = ["it’s 3-4"]

[[theme]]
id = "names"
query = '"free shipping" OR @acme'

[[campaign]]
id = "spring"
query = '😍 OR spring'
starts = 2026-03-04
ends = 2026-04-30
"#;

#[test]
fn excel_bends_quotes_and_turns_days_around_and_nothing_is_changed() {
    let said = edited(TEXT, Options::default(), |rows| {
        rows[2][6] = rows[2][6].replace("\"free shipping\"", "“free shipping”");
        rows[3][9] = "04.03.2026".to_owned();
        rows[3][10] = "4/30/2026".to_owned();
    });
    assert_eq!(said, "");
    // The day that the file has is one of those it can be; a new one is told only when it is one.
    insta::assert_snapshot!(edited(TEXT, Options::default(), |rows| rows[3][9] = "05/06/2026".to_owned()), @r"
    error[excel-date]: the cell holds a date in which either number may be the month; what was typed is not known
     --> sheet.csv, line 4, column starts
      |
    1 | 05/06/2026
      | ^^^^^^^^^^
      = help: write it as `2026-05-06` or `2026-06-05`, in a cell that is formatted as text
    ");
}

#[test]
fn what_excel_made_of_keywords_is_told_and_the_file_keeps_them() {
    insta::assert_snapshot!(edited(TEXT, Options::default(), |rows| {
        rows[1][2] = "7".to_owned();
        rows[1][3] = "3-Apr".to_owned();
        rows[2][6] = "#NAME?".to_owned();
    }), @r#"
    warning[excel-number]: the spreadsheet made a number of `007`, which stays as it is
     --> sheet.csv, line 2, column label
      |
    1 | 7
      | ^
      = help: if you meant to change it, format the cell as text and write it again
    warning[excel-date]: the spreadsheet made a date of `3-4`, which stays as it is
     --> sheet.csv, line 2, column any
      |
    1 | 3-Apr
      | ^^^^^
      = help: if you meant to change it, format the cell as text and write it again
    warning[excel-formula]: the spreadsheet made a formula of `"free shipping" OR @acme`, which stays as it is
     --> sheet.csv, line 3, column query
      |
    1 | #NAME?
      | ^^^^^^
      = help: if you meant to change it, format the cell as text and write it again
    "#);
    insta::assert_snapshot!(edited(TEXT, Options::default(), |rows| {
        let mut row = vec![String::new(); 15];
        (row[0], row[1], row[3]) = ("theme".to_owned(), "new".to_owned(), "1.26E+17".to_owned());
        rows.push(row);
        let mut row = vec![String::new(); 15];
        (row[0], row[1], row[3]) = ("theme".to_owned(), "newer".to_owned(), "3-Apr".to_owned());
        rows.push(row);
    }).split_once("---").unwrap().0, @r#"
    Added theme newer in a.rules.toml
      any: "" -> "3-Apr"
    error[excel-number]: the cell holds a number; what was typed is not known
     --> sheet.csv, line 5, column any
      |
    1 | 1.26E+17
      | ^^^^^^^^
      = help: format the cell as text and write it again
    warning[excel-date]: `3-Apr` looks like a date that a spreadsheet made of something else; it is taken as it stands
     --> sheet.csv, line 6, column any
      |
    1 | 3-Apr
      | ^^^^^
      = help: if it was something like 3-4, format the cell as text and write it again
    "#);
}

#[test]
fn a_zero_is_a_word_and_zeros_in_front_are_what_a_spreadsheet_takes() {
    let any = |base: &str, cell: &str| {
        let any = if base.is_empty() { String::new() } else { format!("any = '{base}'\n") };
        let text = format!("[[theme]]\nid = 'a'\n{any}all = 'x'\n");
        let said = edited(&text, Options::default(), |rows| rows[1][3] = cell.to_owned());
        let mut line = said.lines().filter(|line| line.starts_with("any"));
        line.next_back()
            .unwrap_or(if said.contains("excel-number") { "kept" } else { "same" })
            .to_owned()
    };
    assert_eq!(any("", "0"), "any = [\"0\"]");
    assert_eq!(any("late", "0"), "any = '0'");
    assert_eq!(any("+", "0"), "any = '0'");
    assert_eq!(any("007", "7"), "kept");
    assert_eq!(any("000", "0"), "kept");
    assert_eq!(any("+46123", "46123"), "kept");
    assert_eq!(any("7", "007"), "any = '007'");
    assert_eq!([any("3.50", "3.5"), any("3.5", "3,5"), any("2.0", "2")], ["kept"; 3]);
    assert_eq!(any("3.5", "3.50"), "any = '3.50'");
    assert_eq!(any("3.5", "3.6"), "any = '3.6'");
    assert_eq!([any("true", "WAHR"), any("FALSE", "FAUX")], ["same"; 2]);
    assert_eq!(any("false", "WAHR"), "any = 'WAHR'");
}

#[test]
fn letters_that_an_encoding_has_not_are_put_back_or_told() {
    let narrow = |bytes: Vec<u8>| -> Vec<u8> {
        let text = String::from_utf8(bytes).unwrap();
        text.chars()
            .flat_map(|c| match c {
                '’' => vec![0x92],
                '\u{feff}' => Vec::new(),
                c if u32::from(c) < 256 => vec![u8::try_from(u32::from(c)).unwrap()],
                c => vec![b'?'; c.len_utf16()],
            })
            .collect()
    };
    let text = TEXT.replace("free", "fée");
    let files = [file("a.rules.toml", &text)];
    let csv = export(&files).csv();
    assert_eq!(shown(&imported(&files, &narrow(csv.clone()), Options::default())), "");
    let touched = changed(&csv, |rows| rows[3][6].push_str(" OR sommer"));
    insta::assert_snapshot!(shown(&imported(&files, &narrow(touched), Options::default())), @r"
    error[lost-letters]: the sheet was saved in an encoding that has not all letters, so some are question marks now
     --> sheet.csv, line 4, column query
      |
    1 | ?? OR spring OR sommer
      | ^^^^^^^^^^^^^^^^^^^^^^
      = help: save it as .xlsx or as CSV UTF-8, and import that
    ");
}

/// What is said of a text that is imported into an empty file.
fn check(text: &str) -> String {
    match read("sheet.csv", text.as_bytes()) {
        Err(why) => why.to_string(),
        Ok(sheet) => {
            let files = [file("a.rules.toml", "")];
            let said = shown(&import(&files, &sheet, Options::default()));
            format!("{said}\nignored {:?}", sheet.ignored)
        }
    }
}

#[test]
fn separators_headers_and_quotes_are_found_out() {
    assert!(check("sep=;\r\nkind;id;query\r\ntheme;a;\"x;y\"\r\n").contains("query = '''x;y'''"));
    assert!(check("kind\tid\tquery\ntheme\ta\tx\n").contains("query = '''x'''"));
    assert!(
        check("My rules;;\n\nKind;ID;Should match;Notes\ntheme;a;x;later\n")
            .contains("match = [\"x\"]\n\nignored [\"notes\"]")
    );
}

#[test]
fn what_is_wrong_with_a_whole_sheet_is_told() {
    insta::assert_snapshot!(check("kind;id;query\ntheme;a;x\ntheme,b,y\n"), @r#"
    Added theme a in a.rules.toml
      query: "" -> "x"
    error[mixed-separators]: the headers are parted by semicolons, this row by commas
     --> sheet.csv, line 3
      |
    1 | theme,b,y
      | ^^^^^^^^^
      = help: part all rows by the same sign
    --- a.rules.toml
    [[theme]]
    id = "a"
    query = '''x'''

    ignored []
    "#);
    insta::assert_snapshot!(check("kind,id,query\ntheme,a,x,y\n"), @r"
    error[mixed-separators]: the row has 4 cells under 3 headers
     --> sheet.csv, line 2
      |
    1 | theme a x y
      | ^^^^^
      = help: put quotes around a cell that holds commas
    ignored []
    ");
    insta::assert_snapshot!(check("kind,id,query,Query\ntheme,a,x,y\n"), @r"
    error[same-header]: two columns are called `query`, so it is not clear which one counts
     --> sheet.csv, line 1
      |
    1 | query
      | ^^^^^
      = help: take one of them out, or give it another name; until then no row is taken
    ignored []
    ");
    insta::assert_snapshot!(check("kind;id;label,query\ntheme;a;x,y\n"), @r"
    error[mixed-separators]: the headers are parted by two different signs
     --> sheet.csv, line 1
      |
    1 | label,query
      | ^^^^^^^^^^^
      = help: part them all by the same sign, and the rows too; until then no row is taken
    ignored []
    ");
    insta::assert_snapshot!(check("kind,id,qurey\ntheme,a,x\n"), @r"
    error[unknown-key]: no column is called `qurey`
     --> sheet.csv, line 1
      |
    1 | qurey
      | ^^^^^
      = help: did you mean `query`? A column of notes needs a name that is less alike. Until then no row is taken
    ignored []
    ");
    insta::assert_snapshot!(check("kind,id,query\ntheme,a,\"x\n"), @"the quote in line 2 opens and never closes, or one before it does, so it is not clear where a cell ends; export the sheet again, or save it as .xlsx");
    insta::assert_snapshot!(check("id,query\na,x\n"), @"no row has the headers `kind` and `id`; start from a sheet that `tagline rules export` wrote");
}

/// A workbook with headers, and rows that `fill` writes below.
pub(super) fn workbook(fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    workbook.add_worksheet().set_name("Cover").unwrap().write(0, 0, "Ours").unwrap();
    let sheet = workbook.add_worksheet();
    sheet.set_name("Words").unwrap();
    let heads = ["kind", "id", "label", "any", "query", "starts", "ends"];
    for (column, head) in (0..).zip(heads) {
        sheet.write(1, column, head).unwrap();
    }
    fill(sheet);
    workbook.save_to_buffer().unwrap()
}

/// A workbook in which Excel guessed.
fn guessed() -> Vec<u8> {
    let day = ExcelDateTime::from_ymd(2026, 4, 3).unwrap();
    let format = Format::new().set_num_format("d-mmm");
    workbook(|sheet| {
        let rows = ["codes", "a", "b", "c", "d"];
        for (row, id) in (2..).zip(rows) {
            sheet.write(row, 0, "theme").unwrap().write(row, 1, id).unwrap();
        }
        sheet.write(2, 2, 7).unwrap().write_datetime_with_format(2, 3, &day, &format).unwrap();
        sheet.write_datetime_with_format(3, 3, &day, &format).unwrap();
        sheet.write(4, 3, 2024).unwrap();
        sheet.write_formula(5, 4, Formula::new("=A1&\"x\"").set_result("late")).unwrap();
        sheet.write_formula(6, 4, Formula::new("=-late").set_result("#NAME?")).unwrap();
        sheet.write(7, 0, "campaign").unwrap().write(7, 1, "e").unwrap().write(7, 4, "x").unwrap();
        sheet.write_datetime_with_format(7, 5, &day, &format).unwrap().write(7, 6, 46_000).unwrap();
    })
}

#[test]
#[expect(clippy::too_many_lines, reason = "most of it is one snapshot")]
fn a_workbook_says_what_excel_took_its_cells_for() {
    let files = [file("a.rules.toml", TEXT)];
    let said = shown(&import(&files, &read("words.xlsx", &guessed()).unwrap(), Options::default()));
    insta::assert_snapshot!(said, @r#"
    Added theme b in a.rules.toml
      any: "" -> "2024"
    Added theme c in a.rules.toml
      query: "" -> "late"
    warning[excel-number]: the spreadsheet made a number of `007`, which stays as it is
     --> words.xlsx, sheet Words, cell C3 (label)
      |
    1 | 7
      | ^
      = help: if you meant to change it, format the cell as text and write it again
    warning[excel-date]: the spreadsheet made a date of `3-4`, which stays as it is
     --> words.xlsx, sheet Words, cell D3 (any)
      |
    1 | 2026-04-03
      | ^^^^^^^^^^
      = help: if you meant to change it, format the cell as text and write it again
    error[excel-date]: the cell holds a date; what was typed is not known
     --> words.xlsx, sheet Words, cell D4 (any)
      |
    1 | 2026-04-03
      | ^^^^^^^^^^
      = help: format the cell as text and write again what stood there
    warning[excel-number]: the cell holds a number: it is read as `2024`, without zeros or a sign in front
     --> words.xlsx, sheet Words, cell D5 (any)
      |
    1 | 2024
      | ^^^^
      = help: if it had some, format the cell as text and write it again
    warning[excel-formula]: the cell holds a formula; what it shows now is taken
     --> words.xlsx, sheet Words, cell E6 (query)
      |
    1 | late
      | ^^^^
      = help: paste the value in its place, so that it cannot change
    error[excel-formula]: the cell holds a formula; what was typed is not known
     --> words.xlsx, sheet Words, cell E7 (query)
      |
    1 | #NAME?
      | ^^^^^^
      = help: write it again with an apostrophe in front, as `'-word` or `'@name`
    error[excel-date]: the cell holds the number of a day; what was typed is not known
     --> words.xlsx, sheet Words, cell G8 (ends)
      |
    1 | 46000
      | ^^^^^
      = help: write the day as `2026-03-20`, in a cell that is formatted as text
    absent theme names
    absent campaign spring
    --- a.rules.toml
    [[theme]]
    id = "codes"
    label = "007"
    any = ["3-4"]
    match = ["it’s 3-4"]

    [[theme]]
    id = "names"
    query = '"free shipping" OR @acme'

    [[campaign]]
    id = "spring"
    query = '😍 OR spring'
    starts = 2026-03-04
    ends = 2026-04-30

    [[theme]]
    id = "b"
    any = ["2024"]

    [[theme]]
    id = "c"
    query = '''late'''
    "#);
}

#[test]
fn a_workbook_that_unpacks_to_too_much_is_not_read() {
    let sheet = |text: &str| {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Deflated);
        zip.start_file("xl/worksheets/sheet1.xml", options).unwrap();
        for _ in 0..1024 {
            std::io::Write::write_all(&mut zip, text.repeat(1024).as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    };
    let bomb = sheet(&" ".repeat(65));
    assert!(bomb.len() < 100_000, "{}", bomb.len());
    assert!(matches!(read("a.xlsx", &bomb), Err(Unreadable::TooLarge(_))));
    assert!(matches!(read("a.xlsx", &sheet("")), Err(Unreadable::Damaged(_))));
    assert!(matches!(read("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1"), Err(Unreadable::OldWorkbook)));
    // One cell at the far end of a sheet takes no room of those before it.
    let far = workbook(|sheet| {
        sheet.write(1_048_575, 16_383, "x").unwrap();
    });
    assert!(read("a.xlsx", &far).is_ok());
}

/// The workbook with another text in one of its parts; without the part where there is none.
pub(super) fn with_part(workbook: &[u8], part: &str, text: Option<&[u8]>) -> Vec<u8> {
    let mut old = zip::ZipArchive::new(std::io::Cursor::new(workbook)).unwrap();
    let mut new = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for at in 0..old.len() {
        let file = old.by_index_raw(at).unwrap();
        if file.name().unwrap() != part {
            new.raw_copy_file(file).unwrap();
        }
    }
    if let Some(text) = text {
        new.start_file(part, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut new, text).unwrap();
    }
    new.finish().unwrap().into_inner()
}

#[test]
fn a_sheet_that_is_damaged_is_not_taken_for_a_chart() {
    let whole = workbook(|sheet| {
        sheet.write(2, 0, "theme").unwrap().write(2, 1, "a").unwrap();
    });
    let part = "xl/worksheets/sheet2.xml";
    assert!(read("a.xlsx", &with_part(&whole, "none", None)).is_ok());
    for text in [None, Some(&b""[..]), Some(b"<worksheet><sheetD")] {
        let read = read("a.xlsx", &with_part(&whole, part, text));
        assert!(matches!(read, Err(Unreadable::Damaged(_))), "{text:?} {read:?}");
    }
    // A chart has no cells, and is none the less for it.
    let mut charted = Workbook::new();
    let mut chart = Chart::new(ChartType::Line);
    chart.add_series().set_values("=Words!$A$1:$A$2");
    charted.add_chartsheet().set_name("Chart").unwrap().insert_chart(0, 0, &chart).unwrap();
    let sheet = charted.add_worksheet();
    sheet.set_name("Words").unwrap();
    sheet.write_row(0, 0, ["kind", "id", "query"]).unwrap();
    sheet.write_row(1, 0, ["theme", "a", "late"]).unwrap();
    let charted = read("a.xlsx", &charted.save_to_buffer().unwrap()).unwrap();
    assert_eq!(charted.rows.len(), 1);
}

#[test]
fn a_workbook_that_promises_much_is_not_read() {
    let sheet = |text: &str| {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        zip.start_file("xl/sharedStrings.xml", options).unwrap();
        std::io::Write::write_all(&mut zip, text.as_bytes()).unwrap();
        zip.finish().unwrap().into_inner()
    };
    let damaged = |text: &str| match read("a.xlsx", &sheet(text)) {
        Err(Unreadable::Damaged(why)) => why,
        other => panic!("{text}: {other:?}"),
    };
    let much = "it says of itself that it holds more texts than it can";
    for text in [
        "<sst count=\"1\" uniqueCount=\"99999999999999\"><si><t>x</t></si></sst>",
        "<sst uniqueCount = '18446744073709551616'></sst>",
        "<c r=\"A1\"><f t=\"shared\" ref=\"A1:A2\" si=\"4000000000\">1</f></c>",
    ] {
        assert_eq!(damaged(text), much);
    }
    // One that holds what it says fails later: it lacks its other parts.
    let honest = "<sst count=\"1\" uniqueCount=\"1\"><si><t>si = 2026</t></si></sst>";
    assert_ne!(damaged(honest), much);
}
