//! Tables as people export them: headers, dates, ids, and what must be refused.

use mention::{Content, What};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

use super::*;
use crate::file::tests::{Folder, Gave, Memory, options, read_some};
use crate::{FileOptions, Files, Input, Next, Notice, Source};

fn read(folder: &Folder, name: &str, bytes: &[u8], told: &FileOptions) -> Gave {
    let path = folder.write(name, bytes);
    let mut files = Files::new(vec![Input::Path(path)], told.clone()).unwrap();
    read_some(&mut files, &mut Memory::default(), usize::MAX, 100)
}

fn guessed(gave: &Gave) -> &ColumnGuess {
    let found = gave.notices.iter().find_map(|notice| match notice {
        Notice::Columns(guess) => Some(&**guess),
        _ => None,
    });
    found.unwrap_or_else(|| panic!("{:?}", gave.faults))
}

/// The columns as `header=field`, then what else was guessed, then the mentions.
fn show(gave: &Gave, folder: &Folder) -> String {
    if !gave.faults.is_empty() {
        return gave.show(folder);
    }
    let guess = guessed(gave);
    let column = |column: &Column| {
        format!("{}={} {:?}", column.header, column.field.unwrap_or("custom"), column.why)
    };
    let mut lines: Vec<String> = guess.columns.iter().map(column).collect();
    lines.push(format!(
        "row {}, {:?}, {}, dates {:?}, zone {} {:?}, ids {:?}",
        guess.header_row,
        guess.delimiter,
        guess.encoding.name(),
        guess.date_order,
        guess.zone,
        guess.zone_why,
        guess.ids
    ));
    for record in &gave.records {
        lines.push(match &record.content {
            Content::Event(event) => {
                let What::Posted { mention: m, published_at } = &event.what else { panic!() };
                let at = jiff::Timestamp::from_millisecond(published_at.0).unwrap();
                let author = m.author.as_ref().and_then(|author| author.handle.clone());
                format!(
                    "{} {} {at} {:?} {:?} {:?} {:?} {:?}",
                    m.id, m.platform, author, m.text, m.engagement.likes, m.lang, m.custom
                )
            }
            Content::Rejected(reject) => format!("{}: {}", reject.reason.name(), reject.detail),
            Content::Ignored => "ignored".to_owned(),
        });
    }
    lines.join("\n")
}

fn check(name: &str, text: &str) -> String {
    let folder = Folder::new(&format!("sheet-{}", name.replace('.', "-")));
    show(&read(&folder, name, text.as_bytes(), &options()), &folder)
}

#[test]
fn columns_are_told_by_their_headers_in_seven_languages() {
    let cases = [
        ("en", "Post ID,Created At,Author,Message,Network,Likes,Language,Campaign\n"),
        (
            "de",
            "Beitrags-ID,Erstellt am,Benutzername,Nachricht,Netzwerk,Gefällt mir,Sprache,Campaign\n",
        ),
        ("fr", "Identifiant,Date de création,Auteur,Texte,Réseau,J’aime,Langue,Campaign\n"),
        (
            "sv",
            "Inlägg-ID,Skapad,Användarnamn,Meddelande,Nätverk,Gilla-markeringar,Språk,Campaign\n",
        ),
        (
            "it",
            "ID messaggio,Pubblicato il,Nome utente,Testo,Piattaforma,Mi piace,Lingua,Campaign\n",
        ),
        (
            "es",
            "ID mensaje,Fecha de publicación,Usuario,Mensaje,Red social,Me gusta,Idioma,Campaign\n",
        ),
        ("ro", "ID mesaj,Data publicării,Utilizator,Mesaj,Rețea,Aprecieri,Limbă,Campaign\n"),
    ];
    for (lang, header) in cases {
        let row = "77,2026-05-04 12:30,ann,Late again,X,\"1,204\",sv-SE,spring\n";
        let shown = check(&format!("{lang}.csv"), &format!("{header}{row}"));
        let last = shown.lines().last().unwrap();
        assert_eq!(
            last,
            r#"77 twitter 2026-05-04T12:30:00Z Some("ann") "Late again" Some(1204) Some(Lang(sv)) [("Campaign", "spring")]"#,
            "{shown}"
        );
    }
}

#[test]
fn delimiters_marks_and_line_breaks_are_found_out() {
    let rows = [
        (
            "a.csv",
            "\u{feff}id;date;text\r\n1;2026-05-04T12:30:00Z;\"two\r\nlines; \"\"quoted\"\"\"\r\n",
        ),
        ("b.tsv", "id\tdate\ttext\n1\t2026-05-04T12:30:00Z\t\"two\r\nlines; \"\"quoted\"\"\""),
        ("c.csv", "sep=;\nid;date;text\n1;2026-05-04T12:30:00Z;\"two\r\nlines; \"\"quoted\"\"\"\n"),
        (
            "d.csv",
            "Report,of the day\n\nid,date,text\n1,2026-05-04T12:30:00Z,\"two\r\nlines; \"\"quoted\"\"\"\n",
        ),
    ];
    for (name, text) in rows {
        let shown = check(name, text);
        assert!(
            shown.ends_with(
                r#"1 file 2026-05-04T12:30:00Z None "two\r\nlines; \"quoted\"" None None []"#
            ),
            "{name}\n{shown}"
        );
    }
}

#[test]
fn utf_16_is_read_and_latin_1_is_named_or_read_as_told() {
    let folder = Folder::new("encodings");
    let text = "id\tDatum\tNachricht\n1\t2026-05-04 12:30\tVerspätung\n";
    let wide: Vec<u8> =
        "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let shown = show(&read(&folder, "wide.csv", &wide, &options()), &folder);
    assert!(shown.contains("utf-16le") && shown.contains("Verspätung"), "{shown}");
    let narrow: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    insta::assert_snapshot!(show(&read(&folder, "narrow.csv", &narrow, &options()), &folder), @r#"fault: ~/narrow.csv, line 2: the table is not UTF-8: it holds the byte 0xe4; save it as "CSV UTF-8", or say --encoding windows-1252 if it was written by Excel in western Europe or America"#);
    let told = FileOptions { encoding: Encoding::parse("latin-1"), ..options() };
    let shown = show(&read(&folder, "narrow.csv", &narrow, &told), &folder);
    assert!(shown.contains("Verspätung"), "{shown}");
}

#[test]
fn a_row_without_an_id_gets_one_that_stays() {
    let table = "date,author,text,url\n2026-05-04T12:30:00Z,ann,late,https://x.com/ann/status/99?s=20\n2026-05-04T12:30:00Z,ann,late,https://example.org/a\n2026-05-04T12:30:00Z,ann,late,\n2026-05-04T12:30:00Z,bob,late,\n2026-05-04T12:30:00Z,ann,late,\n";
    insta::assert_snapshot!(check("ids.csv", table), @r#"
    date=created_at Header
    author=author Header
    text=text Header
    url=permalink Header
    row 1, Some(','), utf-8, dates None, zone UTC Assumed, ids Permalink
    99 twitter 2026-05-04T12:30:00Z Some("ann") "late" None None []
    row-6c9331f8ce804a0b8880c44a8461b8aa file 2026-05-04T12:30:00Z Some("ann") "late" None None []
    row-4d20d51c7a93c2ca0c915ff7c1ae392a file 2026-05-04T12:30:00Z Some("ann") "late" None None []
    row-16302a265e0c2b36cb31dac6c12688af file 2026-05-04T12:30:00Z Some("bob") "late" None None []
    row-4d20d51c7a93c2ca0c915ff7c1ae392a file 2026-05-04T12:30:00Z Some("ann") "late" None None []
    "#);
    let worn = "tweet id,date,text\n1.26416E+17,2026-05-04T12:30:00Z,late\n";
    insta::assert_snapshot!(check("worn.csv", worn).lines().last().unwrap(), @"wrong-type: id is 1.26416E+17, which has lost its last digits to a spreadsheet; import the id column as text, or add the permalink");
}

#[test]
fn dates_are_read_as_the_column_shows_and_refused_where_it_does_not() {
    let dates = |name: &str, dates: &[&str]| {
        let rows: String = dates.iter().map(|date| ["1;", date, ";late\n"].concat()).collect();
        let shown = check(name, &format!("id;date;text\n{rows}"));
        let keep = |line: &&str| line.starts_with("1 file") || line.contains(": ");
        let lines = shown.lines().filter(keep);
        lines
            .map(|line| {
                line.trim_start_matches("1 file ").replace(" None \"late\" None None []", "")
            })
            .collect::<Vec<_>>()
            .join("\n")
    };
    assert_eq!(
        dates("a.csv", &["03/04/2026", "13/04/2026 2:05 PM"]),
        "2026-04-03T00:00:00Z\n2026-04-13T14:05:00Z"
    );
    assert_eq!(
        dates("b.csv", &["03/04/2026", "04/13/2026 14:05:09"]),
        "2026-03-04T00:00:00Z\n2026-04-13T14:05:09Z"
    );
    assert_eq!(
        dates("c.csv", &["03.04.2026 14:05", "4. Mai 2026, 9:00 Uhr"]),
        "2026-04-03T14:05:00Z\n2026-05-04T09:00:00Z"
    );
    assert_eq!(
        dates(
            "d.csv",
            &[
                "May 4, 2026 12:30 AM",
                "Mon 4 May 2026",
                "4 mai 2026",
                "2026/05/04 01:02",
                "20260504",
                "4-Dec-26"
            ]
        ),
        "2026-05-04T00:30:00Z\n2026-05-04T00:00:00Z\n2026-05-04T00:00:00Z\n2026-05-04T01:02:00Z\n2026-05-04T00:00:00Z\n2026-12-04T00:00:00Z"
    );
    insta::assert_snapshot!(dates("e.csv", &["03/04/2026", "05/06/2026"]), @r#"fault: ~/e.csv: the column `date` says "03/04/2026", where either number may be the day; say --date-order dmy if the day comes first, --date-order mdy if the month does"#);
    insta::assert_snapshot!(dates("f.csv", &["13/04/2026", "04/13/2026"]), @r#"fault: ~/f.csv: the column `date` has the day first in "13/04/2026" and the month first in "04/13/2026"; write all dates in one way, best as 2026-12-31 14:05"#);
    insta::assert_snapshot!(dates("g.csv", &["13/04/2026", "soon", "13/13/2026"]), @r#"
    2026-04-13T00:00:00Z
    invalid-time: created_at is "soon", which is no time; write it as 2026-05-04T12:30:00Z or in Unix seconds
    invalid-time: created_at is "13/13/2026", which is no time; write it as 2026-05-04T12:30:00Z or in Unix seconds
    "#);
    // Told, they are what was told.
    let folder = Folder::new("order");
    let sheet = SheetOptions { date_order: DateOrder::parse("mdy"), ..SheetOptions::default() };
    let told = FileOptions { sheet, ..options() };
    let shown = show(&read(&folder, "h.csv", b"id,date,text\n1,03/04/2026,late\n", &told), &folder);
    assert!(shown.contains("2026-03-04T00:00:00Z"), "{shown}");
}

#[test]
fn the_zone_is_told_or_in_the_header_or_assumed_and_said() {
    let zone = |header: &str, told: &FileOptions| {
        let folder = Folder::new("zone");
        let text = format!("id,{header},text\n1,2026-07-01 12:00,late\n");
        let gave = read(&folder, "zone.csv", text.as_bytes(), told);
        let guess = guessed(&gave);
        let at = gave.records.iter().find_map(|record| match &record.content {
            Content::Event(event) => {
                Some(jiff::Timestamp::from_millisecond(event.version.0).unwrap())
            }
            _ => None,
        });
        format!("{} {:?} {}", guess.zone, guess.zone_why, at.unwrap())
    };
    assert_eq!(zone("date", &options()), "UTC Assumed 2026-07-01T12:00:00Z");
    assert_eq!(zone("date (GMT+2)", &options()), "UTC+02 Header 2026-07-01T10:00:00Z");
    assert_eq!(zone("date (UTC)", &options()), "UTC Header 2026-07-01T12:00:00Z");
    let mut told = options();
    told.decode.zone = Some(TimeZone::get("Europe/Stockholm").unwrap());
    assert_eq!(zone("date", &told), "Europe/Stockholm Told 2026-07-01T10:00:00Z");
}

#[test]
fn wrong_columns_are_named_with_the_way_to_say_it_right() {
    insta::assert_snapshot!(check("a.csv", "id,date,likes\n1,2026-05-04T12:30:00Z,3\n"), @"fault: ~/a.csv: no column looks like the words of a post; say which it is: --map text=COLUMN; the columns are `id`, `date`, `likes`");
    insta::assert_snapshot!(check("b.csv", "id,text,likes\n1,late,3\n"), @"fault: ~/b.csv: no column looks like the time of publication; say which it is: --map created_at=COLUMN; the columns are `id`, `text`, `likes`");
    insta::assert_snapshot!(check("c.csv", "id,text,date\n1,late,Bob\n"), @r#"fault: ~/c.csv: the column `date` is taken for the time of publication, but "Bob" is none; say which it is: --map created_at=COLUMN; the columns are `id`, `text`, `date`"#);
    let told = |field: &str, column: &str| {
        let folder = Folder::new("told");
        let columns = vec![(field.to_owned(), column.to_owned())];
        let sheet = SheetOptions { columns, ..SheetOptions::default() };
        let told = FileOptions { sheet, ..options() };
        show(
            &read(&folder, "t.csv", b"id,when,words\n1,2026-05-04T12:30:00Z,late\n", &told),
            &folder,
        )
    };
    insta::assert_snapshot!(told("text", "Wrods"), @"fault: ~/t.csv: there is no column `Wrods`; the columns are `id`, `when`, `words`");
    insta::assert_snapshot!(told("txet", "words"), @"fault: ~/t.csv: there is no field `txet` to map a column to; the fields are id, text, title, quoted, alt, permalink, author, author.id, author.handle, author.name, author.followers, author.following, author.posts, author.listed, author.verified, author.bio, author.location, created_at, observed_at, updated_at, deleted_at, lang, sentiment, platform, kind, in_reply_to, in_reply_to.author, repost_of, conversation, addressed, own_place, community, source, likes, reposts, replies, quotes, saves, clicks, impressions, place.name, place.country, place.region, place.city, place.lat, place.lon, rating, answered.at, answered.by, links, media, entities, tags, sensitive, question, deleted");
    insta::assert_snapshot!(told("text", "Words"), @r#"
    id=id Header
    when=created_at Cells
    words=text Told
    row 1, Some(','), utf-8, dates None, zone UTC Assumed, ids Column
    1 file 2026-05-04T12:30:00Z None "late" None None []
    "#);
}

#[test]
fn broken_rows_are_rejected_or_named_and_nothing_is_lost() {
    let table = "id,date,text,likes\n1,2026-05-04T12:30:00Z,late,many\n2,2026-05-04T12:30:00Z,late, again,3\n3,2026-05-04T12:30:00Z,,3\n\n4,2026-05-04T12:30:00Z,late,n/a\n5,2026-05-04T12:30:00Z,\"never closed,3\n6,2026-05-04T12:30:00Z,late,3\n";
    insta::assert_snapshot!(check("broken.csv", table), @r#"
    19 wrong-type: likes is "many"; write a whole number, or leave it out
    52 wrong-type: the row has 5 cells under 4 headers; put quotes around cells that hold the delimiter
    89 missing-text: text is missing or empty, and there is no title, picture or rating; add the post's words as text
    115 ignored
    116 4
    fault: ~/broken.csv, line 7: a quote is opened here that is not closed; close it, or export the file again, whole; everything before it is read, and a later run goes on from there
    "#);
}

#[test]
fn a_table_stopped_anywhere_goes_on_with_the_next_row() {
    let folder = Folder::new("resume");
    let rows: Vec<String> =
        (0..60).map(|id| format!("{id},2026-05-04T12:30:00Z,\"late\nagain\"\n")).collect();
    let rows = rows.concat();
    let path = folder.write("posts.csv", format!("id,date,text\n{rows}").as_bytes());
    for batches in 1..8 {
        let mut cursors = Memory::default();
        let mut ids = Vec::new();
        loop {
            let mut files = Files::new(vec![Input::Path(path.clone())], options()).unwrap();
            let gave = read_some(&mut files, &mut cursors, batches, 4);
            if gave.records.is_empty() {
                break;
            }
            ids.extend(gave.records.iter().map(|record| match &record.content {
                Content::Event(event) => event.id.parse::<usize>().unwrap(),
                other => panic!("{other:?}"),
            }));
        }
        assert_eq!(ids, (0..60).collect::<Vec<_>>());
    }
}

fn workbook(rows: u32) -> Vec<u8> {
    let mut workbook = Workbook::new();
    workbook.add_worksheet().set_name("Cover").unwrap();
    let sheet = workbook.add_worksheet();
    sheet.set_name("Posts").unwrap();
    for (column, header) in
        ["Tweet ID", "Date (UTC)", "Message", "Likes", "Reach"].into_iter().enumerate()
    {
        sheet.write(2, u16::try_from(column).unwrap(), header).unwrap();
    }
    let format = Format::new().set_num_format("dd/mm/yyyy hh:mm");
    for row in 0..rows {
        let at = ExcelDateTime::from_ymd(2026, 5, 4).unwrap().and_hms(12, 30, 0).unwrap();
        sheet.write(3 + row, 0, row.to_string()).unwrap();
        sheet.write_datetime_with_format(3 + row, 1, &at, &format).unwrap();
        sheet.write(3 + row, 2, "late again").unwrap();
        sheet.write(3 + row, 3, 12.0).unwrap();
    }
    sheet.write(3 + rows, 0, 126_415_614_616_154_112_f64).unwrap();
    sheet.write(3 + rows, 1, "2026-05-04 12:30").unwrap();
    sheet.write(3 + rows, 2, "an id that was a number").unwrap();
    workbook.save_to_buffer().unwrap()
}

#[test]
fn a_workbook_is_read_with_the_dates_excel_made() {
    let folder = Folder::new("workbook");
    let gave = read(&folder, "posts.xlsx", &workbook(2), &options());
    insta::assert_snapshot!(show(&gave, &folder), @r#"
    Tweet ID=id Header
    Date (UTC)=created_at Header
    Message=text Header
    Likes=likes Header
    Reach=custom Assumed
    row 3, None, utf-8, dates None, zone UTC Header, ids Column
    0 file 2026-05-04T12:30:00Z None "late again" Some(12) None []
    1 file 2026-05-04T12:30:00Z None "late again" Some(12) None []
    wrong-type: id is 126415614616154110, which has lost its last digits to a spreadsheet; import the id column as text, or add the permalink
    "#);
    assert!(guessed(&gave).place.ends_with("posts.xlsx, sheet Posts"));
    assert_eq!(gave.records[0].position, mention::Position(3));
    // From standard input too, and by the name of the sheet.
    let mut told = options();
    told.sheet.sheet = Some("Posts".to_owned());
    let stream = Input::Stream(Box::new(std::io::Cursor::new(workbook(5))));
    let mut files = Files::new(vec![stream], told.clone()).unwrap();
    assert_eq!(read_some(&mut files, &mut Memory::default(), usize::MAX, 2).records.len(), 6);
    told.sheet.sheet = Some("Other".to_owned());
    insta::assert_snapshot!(read(&folder, "posts.xlsx", &workbook(2), &told).show(&folder), @"fault: ~/posts.xlsx: there is no sheet `Other`; the sheets are Cover, Posts");
    insta::assert_snapshot!(read(&folder, "posts.xlsx", b"PK\x03\x04 damaged", &options()).show(&folder), @"fault: ~/posts.xlsx: the workbook cannot be read: Zip error: invalid Zip archive: Could not find EOCD; open it in a spreadsheet and save it again, as .xlsx or as CSV UTF-8");
    insta::assert_snapshot!(read(&folder, "posts.xls", b"\xd0\xcf\x11\xe0\xa1\xb1", &options()).show(&folder), @"fault: ~/posts.xls: this is a workbook of Excel 97-2003; save it as .xlsx or as CSV UTF-8");
}

#[test]
fn a_workbook_goes_on_where_it_stopped_and_starts_over_when_it_changed() {
    let folder = Folder::new("workbooks");
    let path = folder.write("posts.xlsx", &workbook(9));
    let mut cursors = Memory::default();
    let mut seen = 0;
    for _ in 0..5 {
        let mut files = Files::new(vec![Input::Path(path.clone())], options()).unwrap();
        seen += read_some(&mut files, &mut cursors, 1, 3).records.len();
    }
    assert_eq!(seen, 10);
    folder.write("posts.xlsx", &workbook(10));
    let mut files = Files::new(vec![Input::Path(path)], options()).unwrap();
    assert_eq!(read_some(&mut files, &mut cursors, usize::MAX, 3).records.len(), 11);
    assert!(matches!(
        files.next_batch(&mut cursors, &crate::BatchLimits::default()),
        Ok(Next::End)
    ));
}

mod exports;
