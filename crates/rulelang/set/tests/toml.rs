//! TOML as people write it who know spreadsheets, mail and other tools better: what each line is told.

use std::fmt::Write;

use super::{findings, read};
use crate::{SourceFile, apply_fixes};

const BRAND: &str = "[[brand]]\nid = \"acme\"\nlabel = \"Acme Shoes\"\nquery = \"acme\"\n";

const CAMPAIGN: &str = "[[campaign]]\nid = \"spring\"\nquery = \"#spring\"\nstarts = 2026-05-01\nends = 2026-05-31\ntimezone = \"UTC\"\n";

/// The lines below `table`, and what is told of each: place, message, help, and what the fixes make of them.
fn told(table: &str, lines: &[&str]) -> String {
    lines.iter().map(|line| told_of(table, line)).collect()
}

fn told_of(table: &str, line: &str) -> String {
    let text = format!("{table}{line}\n");
    let source = SourceFile { name: String::new(), text: text.clone() };
    let below = |at: u32| i64::from(at) - i64::try_from(table.lines().count()).unwrap();
    let found = findings(read(&text));
    let mut told = format!("{line}\n");
    for finding in &found {
        let (at, column) = finding.position();
        let (code, diagnostic) = (finding.code().name(), &finding.diagnostic);
        let help = diagnostic.help.as_deref().unwrap_or("NO HELP");
        let (at, message) = (below(at), &diagnostic.message);
        writeln!(told, "  {at}:{column} {code}: {message}\n    {help}").unwrap();
        for label in &diagnostic.labels {
            let at = below(source.position(label.span.start).0);
            writeln!(told, "    {at} {}", label.message).unwrap();
        }
    }
    let fixes: Vec<_> =
        found.iter().filter_map(|finding| finding.diagnostic.fix.as_ref()).collect();
    if !fixes.is_empty() {
        let mended = apply_fixes(&text, fixes).text;
        let left = findings(read(&mended)).iter().any(crate::Finding::is_error);
        let left = if left { " (and errors left)" } else { "" };
        let mended = mended.strip_prefix(table).unwrap_or(&mended).trim_end();
        writeln!(told, "    mended: {mended}{left}").unwrap();
    }
    told
}

#[test]
fn a_line_of_a_theme_is_told_as_it_was_meant() {
    insta::assert_snapshot!(told(
        "[[theme]]\nid = \"x\"\n",
        &[
            "query = late OR slow",
            "query = “late” OR slow",
            "query = “late”",
            "query = \"acme \"shoes\"\"",
            "query = \"acme OR \"acme shoes\" OR #acme\"",
            "query = \"late\" OR \"too slow\"",
            "query = 'wendy's OR burger'",
            "query = ''late OR slow''",
            "query = \"late OR\n  slow OR\n  lost\"",
            "query =\n  late OR\n  slow",
            "query = \"late\";",
            "query = \"late\",",
            "query = \"late\" // the word",
            "query = \"late\" -- the word",
            "query == \"late\"",
            "query: \"late\"",
            "query 'late'",
            "query\u{a0}=\u{a0}'late'",
            "query = \"a\\b c\"",
            "query = \"a\\d c\"",
            "query = 'late'\nquery = 'slow'",
            "any = late, slow",
            "any = \"late, slow\"",
            "any = \"late\", \"slow\"",
            "any = \"late\"; \"slow\"",
            "any = [late, too slow]",
            "any = [\"late\"; \"slow\"]",
            "any = [\n  \"late\"\n  \"slow\"\n]",
            "any = (\"late\", \"slow\")",
            "any = {\"late\", \"slow\"}",
            "any = [“late”, “slow”]",
            "any =\n- late\n- too slow",
            "any =\nlate\ntoo slow",
            "any = 2026",
            "any = ['late']\nmatch = [\"say \"hi\" late\"]",
            "any = ['late']\nanswer = TRUE",
            "any = ['late']\nanswer = \"yes\"",
            "any = ['late']\nanswer = yes",
            "any = ['late']\nseverity = [\"watch\"]",
            "any = ['late']\nper = \"acme\"",
            "any = ['late']\nlabel = 5",
            "any = ['late']\nreview_by = 31.01.2027",
            "any = ['late']\naliases = \"slow, lost\"",
            "any = ['late'], label = \"Late\"",
            "any = ['late']; none = ['night']",
            "Any: late, slow",
            "any = ['late']\nno match = ['a']",
            "any = ['late']\nno–match = ['a']",
            "any = `late`",
            "any = ['late']\n[[theme.test]]\ntext = 'late'\nowner = 'ana'",
            "[[theme.query]]\nen = 'late'",
            "any = ['late']\n[query]\nen = 'late'",
            "any = ['late']\n[lists]\nmy jobs = 'hiring'",
            "any = ['late']\n[[brand.theme]]\nid = 'y'",
            "any = ['late']\n[[brand]] id = 'acme'\nquery = 'acme'",
        ],
    ));
}

#[test]
fn a_line_of_a_brand_or_account_is_told_as_it_was_meant() {
    insta::assert_snapshot!(told(
        BRAND,
        &[
            "accounts = \"@a, @b\"",
            "accounts = \"@a @b\"",
            "accounts = [\"@a, @b\", \"@c\"]",
            "accounts = [@a, @b]",
            "accounts = @a, @b",
            "accounts = '''\n@a\n@b\n'''",
            "places = \"subreddit:acme, subreddit:shoes\"",
            "[[account]]\nids = \"1, 2\"\nrole = \"team\"",
            "[[account]]\nids = 12\nrole = \"team\"",
            "[[account]]\nhandle = \"@ana\"\nrole = \"team\"\nbrand = \"Acme Shoes\"",
            "[[account]]\nhandle = \"@ana\"\nrole = \"team\"\nbrand = \"acme shoes\"",
            "[[account]]\nhandle = \"@ana\"\nrole = \"team\"\nbrand = \"Globex Inc\"",
            "[[account]]\nhandle = \"@ana\"\nrole = \"team\"\nbrand = \"globex\"",
        ],
    ));
    insta::assert_snapshot!(told(
        "",
        &[
            "[brand]\nid = 'acme'\nquery = 'acme'\n[brand]\nid = 'b'\nquery = 'bee'",
            "[brand]\nid = 'acme'\nquery = 'acme'\n[[brand]]\nid = 'b'\nquery = 'bee'",
            "brand = { id = 'acme', query = 'acme' }",
            "[[brand]\nid = 'acme'\nquery = 'acme'",
            "[brand]]\nid = 'acme'\nquery = 'acme'",
            "[[[brand]]]\nid = 'acme'\nquery = 'acme'",
            "{brand}\nid = 'acme'\nquery = 'acme'",
            "(brands)\nid = 'acme'\nquery = 'acme'",
            "// our brand\n[[brand]] // acme\nid = 'acme'\nquery = 'acme'\n/* more to come */\n; and more",
            "\u{feff}[[brand]]\n\tid\t=\t'acme'\n\tqery\t=\t'acme'",
            "includes = [\"C:\\Users\\ana\\lists.toml\"]",
            "[[brand]]\nid = 'caf\u{fffd}'\nquery = 'acme'",
            "[[brand]]\nid = 'acme'\nquery = 'acme'\n[[theme.test]]\ntext = 'x'",
            "Brand: Acme\nQuery: acme OR #acme",
            "brand:\n  id: acme",
            "{\n  \"brand\": [\n    {\"id\": \"acme\"}\n  ]\n}",
            "kind,id,label,any\ntheme,late,Late,late",
        ],
    ));
}

#[test]
fn a_line_of_a_campaign_is_told_as_it_was_meant() {
    let without = |key: &str| {
        CAMPAIGN.split_inclusive('\n').filter(|line| !line.starts_with(key)).collect::<String>()
    };
    insta::assert_snapshot!(told(
        &without("ends"),
        &[
            "ends=2026/05/31",
            "ends = 31.05.2026",
            "ends = 5/31/2026",
            "ends = 06/05/2026",
            "ends = 31 May 2026",
            "ends = May 31, 2026 # the last",
            "ends = 2026-5-31",
            "ends = 2026-06-31",
            "ends = \"31.05.2026\"",
            "ends = 20260531",
            "ends = 2026-05-31T23:59:00",
            "ends = “2026-05-31”",
            "ends = end of May",
        ],
    ));
    insta::assert_snapshot!(told(
        CAMPAIGN,
        &[
            "goal = { reply_rate = 0,9 }",
            "goal = { mentions = 5,000, reply_rate = 90% }",
            "goal = { mentions = 5.000 }",
            "[campaign.goal]\nmentions = 5,000\nreply_rate = 62,5 %",
            "grace_days = 7 days",
            "grace_days = \"7\"",
            "hashtags = \"#a, #b\"",
            "hashtags = \"#a #b\"",
            "coupons = \"A1; B2\"",
            "brand = \"Acme\"",
        ],
    ));
}

#[test]
fn what_is_missing_is_told_beside_a_line_that_cannot_be_read() {
    let errors = |text: &str| super::brief(&findings(read(text)));
    let unknown = format!(
        "{BRAND}{CAMPAIGN}brand = 'acne'\n[[theme]]\nid = 'y'\nquery = late {{{{jobs}}}}\n[[theme]]\nid = 'x'\nquery = '{{{{jobs}}}} {{{{moods}}}}'\n"
    );
    assert_eq!(
        errors(&unknown),
        [
            "11:9 unknown-brand `'acne'`",
            "14:9 file-syntax `late`",
            "17:19 unknown-list `{{moods}}`"
        ]
    );
    // The line that cannot be read may be what is missing.
    let lost = format!("{}{CAMPAIGN}brand = 'acme'\n", BRAND.replace("id = \"acme\"", "id = acme"));
    assert_eq!(errors(&lost), ["2:6 file-syntax `acme`"]);
    let header = format!("{}{CAMPAIGN}brand = 'acme'\n", BRAND.replace("]]", "]"));
    assert_eq!(errors(&header), ["1:1 file-syntax `[[brand]`"]);
    let broken = format!("{}{CAMPAIGN}brand = 'acme'\n", BRAND.replace("]]", "]]]"));
    assert_eq!(errors(&broken), ["1:1 file-syntax `[[brand]]]`"]);
    let other = "[[theme]]\nlabel = late\n[[theme]]\nid = 'b'\n";
    assert_eq!(
        errors(other),
        [
            "1:1 missing-key `[[theme]]`",
            "1:1 missing-query `[[theme]]`",
            "2:9 file-syntax `late`",
            "3:1 missing-query `[[theme]]`"
        ]
    );
}
