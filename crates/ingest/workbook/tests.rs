//! Workbooks that are made to harm, and those that only look so.

use std::io::Write;

use rust_xlsxwriter::Workbook;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;

fn workbook(fill: impl Fn(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    fill(workbook.add_worksheet());
    workbook.save_to_buffer().unwrap()
}

/// The workbook with `from` in its parts replaced, once a part.
fn altered(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut made = ZipWriter::new(Cursor::new(Vec::new()));
    let mut replaced = 0;
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        made.start_file(part.name().unwrap(), SimpleFileOptions::default()).unwrap();
        replaced += usize::from(text.contains(from));
        made.write_all(text.replacen(from, to, 1).as_bytes()).unwrap();
    }
    assert_eq!(replaced, 1, "{from} is in one part");
    made.finish().unwrap().into_inner()
}

fn refusal(bytes: Vec<u8>) -> String {
    read("a.xlsx", bytes, None).map(|_| ()).unwrap_err().to_string()
}

#[test]
fn a_workbook_that_would_fill_the_memory_is_refused_unopened() {
    let bytes = workbook(|sheet| {
        for row in 0..20_000 {
            sheet.write_string(row, 0, "the same").unwrap();
        }
    });
    let Unpacked { bytes: large, promises } = unpacked(&bytes, UNPACKED_BYTES_MAX);
    assert!(large > 3 * bytes.len() as u64 && !promises, "{large} of {}", bytes.len());
    assert!(refuse_large("a.xlsx", &bytes, (BYTES_MAX, large)).is_ok());
    let refused = refuse_large("a.xlsx", &bytes, (BYTES_MAX, large - 1)).unwrap_err();
    assert!(refused.to_string().contains("save it as CSV"), "{refused}");
    assert!(refuse_large("a.xlsx", &bytes, (1, large)).is_err());
    assert_eq!(unpacked(b"no archive", 9), Unpacked::default());
}

#[test]
fn a_cell_at_the_far_end_takes_no_room_of_those_before_it() {
    let far = workbook(|sheet| {
        sheet.write(2, 3, "text").unwrap();
        sheet.write(1_048_575, 16_383, "x").unwrap();
    });
    let sheet = read("a.xlsx", far, None).unwrap().unwrap();
    assert_eq!((sheet.rows_above, sheet.rows.len()), (2, 1_048_574));
    assert_eq!(sheet.rows[0], [Cell::Text("text".to_owned())]);
    assert!(sheet.rows[1].is_empty());
    assert_eq!(sheet.rows.last().unwrap().len(), 16_381);
}

#[test]
fn cells_that_would_take_too_much_are_refused() {
    let sheet = |columns: u16, text: &str| {
        workbook(|sheet| {
            for row in 0..10 {
                sheet.write(row, columns, text).unwrap();
            }
        })
    };
    let most = |bytes: Vec<u8>, left: usize| {
        let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
        held(workbook.worksheet_cells_reader("Sheet1").unwrap(), left).unwrap().is_some()
    };
    // Ten rows with an eleventh column, and the gaps between the rows.
    let room = 10 * 11 * size_of::<Cell>() + 10 + 9 * size_of::<Vec<Cell>>();
    assert!(most(sheet(10, "x"), room) && !most(sheet(10, "x"), room - 1));
    // A text that cells share is held once a cell.
    let long = "x".repeat(10_000);
    assert!(most(sheet(0, &long), 110_000) && !most(sheet(0, &long), 100_000));
}

#[test]
fn a_small_workbook_that_promises_much_is_refused() {
    let bytes = workbook(|sheet| {
        sheet.write(0, 0, "a").unwrap();
    });
    assert!(read("a.xlsx", bytes.clone(), None).is_ok());
    for promise in ["uniqueCount=\"999999999999\"", "uniqueCount = '18446744073709551616999'"] {
        let bomb = altered(&bytes, "uniqueCount=\"1\"", promise);
        assert_eq!(
            refusal(bomb),
            "a.xlsx: the workbook cannot be read: it says of itself that it holds more texts than it can; \
             open it in a spreadsheet and save it again, as .xlsx or as CSV UTF-8"
        );
    }
    // Also where it begins in one chunk and ends in the next.
    for pad in [CHUNK_BYTES - 5, CHUNK_BYTES - 12, CHUNK_BYTES + 1] {
        let text = format!("{}uniqueCount=\"77\" ", " ".repeat(pad));
        assert_eq!(part(text.as_bytes()), (text.len() as u64, 77), "{pad}");
    }
}

#[test]
fn a_small_workbook_that_unpacks_to_too_much_is_refused() {
    let most = 8 << 20;
    let bomb = |bytes: usize| {
        let mut made = ZipWriter::new(Cursor::new(Vec::new()));
        made.start_file("xl/workbook.xml", SimpleFileOptions::default()).unwrap();
        made.write_all(&vec![b' '; bytes]).unwrap();
        made.finish().unwrap().into_inner()
    };
    let small = bomb(most + 1);
    assert!(small.len() < most / 100, "{}", small.len());
    let refused = refuse_large("a.xlsx", &small, (BYTES_MAX, most as u64)).unwrap_err().to_string();
    assert!(refused.contains("is too large") && refused.contains("save it as CSV"), "{refused}");
    assert!(refuse_large("a.xlsx", &bomb(most), (BYTES_MAX, most as u64)).is_ok());
}
