//! `tagline rules convert`, driven as a person drives it.

use crate::command::{Place, real_data};

/// Queries that were carried over are rules without an error.
#[track_caller]
fn is_valid(place: &Place, file: &str) {
    let checked = place.call(["rules", "check", file]);
    assert!(checked.out.contains(": 0 errors"), "{checked:#?}");
}

#[test]
fn a_text_of_queries_becomes_a_rule_file() {
    let place = Place::new();
    place.write(
        "q.txt",
        "(late OR slow) parcel -jobs\tService/Late\n\"acme store\"~3 sample:10\n#acme\n",
    );
    let answer = place
        .call(["rules", "convert", "--from", "x", "q.txt", "-o", "x.rules.toml"])
        .ends(0)
        .says(&["wrote 3 rules to x.rules.toml", "tagline rules check x.rules.toml"]);
    assert_eq!(answer.out, "");
    let text = std::fs::read_to_string(place.path("x.rules.toml")).unwrap();
    let rules = text.split_once("format = 1\n").unwrap().1;
    assert_eq!(
        rules,
        r#"
# q.txt, line 1
[[theme]]
id = "service/late"
label = "Service/Late"
query = '''(late OR slow) parcel -jobs'''

# q.txt, line 2
# - `sample:10` is left out: every mention counts here, not a part of them, so more are found
[[theme]]
id = "acme-store"
query = '''"acme store"~3'''

# q.txt, line 3
[[theme]]
id = "acme"
query = '''#acme'''
"#
    );
    is_valid(&place, "x.rules.toml");
    place
        .call(["rules", "convert", "--from", "x", "q.txt", "-o", "x.rules.toml"])
        .ends(2)
        .says(&["x.rules.toml is there already"]);
    place
        .call(["rules", "convert", "--from", "x", "q.txt", "-o", "x.toml"])
        .ends(2)
        .says(&[".rules.toml"]);
}

#[test]
fn what_cannot_be_carried_over_is_told_with_its_place_and_the_rest_is_written() {
    let place = Place::new();
    let queries = "acme AND site:twitter.com\nacme AND\n  (late OR\n  authorGender:F)\nlate\n";
    let answer = place
        .pipe(["rules", "convert", "--from", "brandwatch", "-"], queries.as_bytes())
        .ends(1)
        .says(&[
            "standard input:4:3",
            "authorGender:F",
            "nobody's gender is guessed here",
            "1 query was not carried over",
            "2 rules",
        ]);
    place.write("b.rules.toml", &answer.out);
    is_valid(&place, "b.rules.toml");
    assert!(answer.out.contains("query = '''acme AND platform:twitter'''"), "{}", answer.out);
    assert!(answer.out.contains("# standard input, line 2: not carried over:\n"), "{}", answer.out);
    place
        .pipe(["rules", "convert", "--from", "x"], b"sample:5\n")
        .ends(1)
        .says(&["nothing was written"]);
}

#[test]
fn rules_of_an_api_keep_their_tags() {
    let place = Place::new();
    let rules = r#"{"data":[{"id":"1","value":"cat has:media","tag":"cats"},{"id":"2","value":"\"a b\"~2","tag":"cats"},{"id":"3","value":"dog"}]}"#;
    let answer = place
        .pipe(
            ["rules", "convert", "--from", "x", "--kind", "brand", "--id", "pets"],
            rules.as_bytes(),
        )
        .ends(0);
    for part in [
        "[[brand]]\nid = \"pets-cats\"\nlabel = \"cats\"\nquery = '''cat has:media'''",
        "[[brand]]\nid = \"pets-cats-2\"\nlabel = \"cats\"\nquery = '''\"a b\"~2'''",
        "[[brand]]\nid = \"pets-3\"\nquery = '''dog'''",
    ] {
        assert!(answer.out.contains(part), "{part}\n{}", answer.out);
    }
    let lines =
        "{\"id\":\"a\",\"query\":\"late\"}\n\n{\"id\":\"b\",\"query\":\"it's '''odd'''\"}\n";
    place.write("q.jsonl", lines);
    let answer = place.call(["rules", "convert", "--from", "x", "q.jsonl"]).ends(0);
    place.write("x.rules.toml", &answer.out);
    is_valid(&place, "x.rules.toml");
    place.write("q.json", "{\"rules\":[{\"tag\":\"late\"}]}");
    place
        .call(["rules", "convert", "--from", "x", "q.json"])
        .ends(2)
        .says(&["q.json, entry 1 has no query"]);
}

#[test]
fn keywords_become_the_simple_form() {
    let place = Place::new();
    let answer = place
        .pipe(
            ["rules", "convert", "--from", "keywords", "--id", "late"],
            b"late parcel\n\n#wheresmyparcel\nlate OR slow\n",
        )
        .ends(0);
    assert!(
        answer
            .out
            .contains("id = \"late\"\nany = '''\nlate parcel\n#wheresmyparcel\nlate OR slow\n'''"),
        "{}",
        answer.out
    );
    assert!(answer.out.contains("`OR` is no operator in the simple form"), "{}", answer.out);
    place.write("k.rules.toml", &answer.out);
    is_valid(&place, "k.rules.toml");
}

#[test]
fn tables_are_read_whatever_wrote_them() {
    let place = Place::new();
    place.write(
        "q.csv",
        "\u{feff}Name;Query;Owner\r\nLate;\"(late OR \"\"too slow\"\") parcel\";ana\r\n;acme;\r\n",
    );
    let answer = place.call(["rules", "convert", "--from", "brandwatch", "q.csv"]).ends(0);
    for part in [
        "# q.csv, line 2\n",
        "id = \"late\"\nlabel = \"Late\"\nquery = '''(late OR \"too slow\") parcel'''",
        "id = \"acme\"",
    ] {
        assert!(answer.out.contains(part), "{part}\n{}", answer.out);
    }
    place.write(
        "k.csv",
        "Late Parcels,Price\nlate parcel,too expensive\n#wheresmyparcel,\n,overpriced\n",
    );
    let answer = place.call(["rules", "convert", "--from", "keywords", "k.csv"]).ends(0);
    assert!(answer.out.contains("id = \"late-parcels\"\nlabel = \"Late Parcels\"\nany = '''\nlate parcel\n#wheresmyparcel\n'''"), "{}", answer.out);
    assert!(
        answer.out.contains(
            "id = \"price\"\nlabel = \"Price\"\nany = '''\ntoo expensive\noverpriced\n'''"
        ),
        "{}",
        answer.out
    );
    place.write("k.rules.toml", &answer.out);
    is_valid(&place, "k.rules.toml");
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, cells) in [["Late", "Price"], ["late parcel", "overpriced"]].iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            sheet
                .write(u32::try_from(row).unwrap(), u16::try_from(column).unwrap(), *cell)
                .unwrap();
        }
    }
    place.write("k.xlsx", workbook.save_to_buffer().unwrap());
    let answer = place.call(["rules", "convert", "--from", "keywords", "k.xlsx"]).ends(0);
    assert!(
        answer.out.contains("id = \"price\"\nlabel = \"Price\"\nany = '''overpriced'''"),
        "{}",
        answer.out
    );
    place.write("n.csv", "a,b\nc,d\n");
    place
        .call(["rules", "convert", "--from", "x", "n.csv"])
        .ends(2)
        .says(&["n.csv has no column of queries"]);
    place.write("h.csv", "Late,\nlate,slow\n");
    place
        .call(["rules", "convert", "--from", "keywords", "h.csv"])
        .ends(2)
        .says(&["column 2 holds keywords and has no header"]);
}

#[test]
fn ids_are_valid_and_each_once_however_long_and_often_names_are() {
    let place = Place::new();
    let name = "parcels that are late ".repeat(12);
    let queries = format!("late\t{name}\nslow\t{name}\nlost\tLate\nlost :(\n");
    let answer = place
        .pipe(["rules", "convert", "--from", "x", "--id", "service"], queries.as_bytes())
        .ends(1)
        .says(&["3 rules", "standard input:4:6"]);
    place.write("x.rules.toml", &answer.out);
    is_valid(&place, "x.rules.toml");
}

#[test]
fn a_query_without_a_name_is_called_by_what_it_looks_for() {
    let place = Place::new();
    let queries = "{\"id\":\"1165037377523306498\",\"query\":\"parcel (late OR lost) -point_radius:[59 33 10km]\"}\n{\"id\":\"2\",\"query\":\"point_radius:[59 33 10km] is:reply\"}\n";
    place.write("q.jsonl", queries);
    let answer = place.call(["rules", "convert", "--from", "x", "q.jsonl"]).ends(0);
    assert!(answer.out.contains("id = \"parcel-late-lost\"\nquery"), "{}", answer.out);
    assert!(answer.out.contains("id = \"point-radius\"\nquery"), "{}", answer.out);
    place.write("x.rules.toml", &answer.out);
    is_valid(&place, "x.rules.toml");
}

#[test]
fn a_keyword_that_is_none_is_told_with_its_row() {
    let place = Place::new();
    place.write("k.csv", "Late,Price\nlate,\n\nslow,cheap\nlost,?!\n");
    place
        .call(["rules", "convert", "--from", "keywords", "k.csv"])
        .ends(1)
        .says(&[" --> k.csv, column `Price`, line 5\n"]);
}

#[test]
fn a_row_without_a_query_and_a_number_as_a_name_are_told_and_kept() {
    let place = Place::new();
    let rows = "Name,Query\n2027,late\nEmpty,\n,\n165037377523306498,slow\n";
    place.write("q.csv", rows);
    let answer = place
        .call(["rules", "convert", "--from", "x", "q.csv"])
        .ends(1)
        .says(&["--> q.csv, line 3\n", "empty-group"]);
    let rules = answer.out.replace("'''", "'");
    for rule in ["id = \"2027\"\nquery = 'late'", "id = \"slow\"\nquery = 'slow'"] {
        assert!(rules.contains(rule), "{rule}\n{rules}");
    }
}

#[test]
fn a_file_too_large_for_rules_is_refused() {
    let place = Place::new();
    place.write("q.txt", "late\n");
    let file = std::fs::OpenOptions::new().write(true).open(place.path("q.txt")).unwrap();
    file.set_len((64 << 20) + 1).unwrap();
    for call in [&["rules", "convert", "--from", "x", "q.txt"][..], &["rules", "import", "q.txt"]] {
        place.call(call).ends(2).says(&["q.txt has more than 64 MiB"]);
    }
}

#[test]
fn a_mistake_in_the_call_says_what_it_takes() {
    let place = Place::new();
    place
        .call(["rules", "convert", "--from", "csdl", "q.txt"])
        .ends(2)
        .says(&["it takes x, brandwatch, talkwalker, meltwater or keywords"]);
    place
        .call(["rules", "convert", "--from", "x", "q.txt"])
        .ends(2)
        .says(&["there is no file q.txt"]);
    place.pipe(["rules", "convert", "--from", "x"], b"\n").ends(2).says(&["holds no query"]);
    place
        .pipe(["rules", "convert", "--from", "x", "--id", "My Brand"], b"late")
        .ends(2)
        .says(&["as in my-brand"]);
}

/// Whatever real queries are carried over can be read as rules; what is refused is told.
#[test]
fn real_queries_become_valid_rule_files() {
    let Some(data) = real_data() else { return };
    let text = std::fs::read_to_string(data.join("queries/real_queries.jsonl")).unwrap();
    for (from, family) in [
        (
            "x",
            &["x-v2-search", "x-v2-stream", "x-web", "powertrack", "x-powerstream", "x-v1-search"]
                [..],
        ),
        ("brandwatch", &["brandwatch"]),
        ("talkwalker", &["talkwalker"]),
        ("meltwater", &["meltwater"]),
    ] {
        let place = Place::new();
        let is_of = |line: &&str| {
            family.iter().any(|dialect| {
                line.contains(&format!("\"dialect\": \"{dialect}\""))
                    || line.contains(&format!("\"dialect\":\"{dialect}\""))
            })
        };
        let lines: Vec<&str> = text.lines().filter(is_of).collect();
        assert!(lines.len() > 4, "{from}: {} queries", lines.len());
        place.write("q.jsonl", lines.join("\n"));
        let answer =
            place.call(["rules", "convert", "--from", from, "q.jsonl", "-o", "q.rules.toml"]);
        assert!(matches!(answer.code, Some(0 | 1)), "{answer:#?}");
        is_valid(&place, "q.rules.toml");
    }
}
