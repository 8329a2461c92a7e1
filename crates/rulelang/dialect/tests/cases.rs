//! A table of cases for each dialect: the source, what it is here, and what is told.

use super::shown;
use crate::dialect::{Dialect, keywords};

#[track_caller]
fn check(dialect: &str, sources: &[&str]) {
    let table = |source: &&str| shown(source, &Dialect::named(dialect).unwrap().convert(source));
    let told = sources.iter().map(table).collect::<Vec<_>>().join("\n\n");
    insta::with_settings!({ snapshot_path => "../../testdata", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(format!("dialect-{dialect}"), told);
    });
}

#[test]
fn x() {
    check(
        "x",
        &[
            "(late OR slow) parcel -jobs lang:en -is:retweet",
            "cat OR dog fish",
            "parcel AND late NOT jobs",
            "\"late parcel\"~3 contains:acme from:ana @acme $ACM #acme",
            "#acme sample:5",
            "sample:5 -is:nullcast acme",
            "acme AND sample:5 AND late",
            "acme OR sample:5",
            "sample:5",
            "(acme sample:10) OR late",
            "acme -is:nullcast lang:en",
            "acme is:nullcast",
            "+acme shoes",
            "(\"acme\" OR late)-\"acme store\" -jobs",
            "deliver* acme",
            "late? \"where is it?\" wh?t",
            "{acme}",
            "acme filter:consumer_video -filter:pro_video",
            "acme filter:safe",
            "acme -filter:safe",
            "acme exclude:retweets include:nativeretweets",
            "acme filter:follows",
            "acme has:profile_geo",
            "acme embedding:\"late parcels\" context:47.*",
            "acme list:12345",
            "acme has:symbols has:video_link",
            "url_title:late acme",
            "acme (late",
            "café lang:fr",
            "acme retweets_of_status_id:1234",
            "acme -filter:has_engagement",
            "acme url:\"acme.example\" (to:ana OR retweets_of:acme) followers_count:1000..2000",
            "acme (place_country:SE OR profile_country:SE) bounding_box:[17.5 59 18.5 59.6]",
            "acme min_faves:10 since:2026-01-01 filter:links -filter:replies",
            "url_title:(a AND b?) from:(c? OR d)",
            "late lang:en -is:nullcast sample:10",
            "sample:10 AND sample:20 late",
            "(sample:10 -is:nullcast (late)) OR +sample:5 slow",
            "(late sample:1 sample:2 OR \"a\"-is:nullcast\"b\")",
            "(sample:10 -is:nullcast) late",
            "late OR http://t.co/abc?x=1",
            "www.acme.example?x=1 acme.example/* late?",
            "（late sample:5）-acme",
        ],
    );
}

#[test]
fn brandwatch() {
    check(
        "brandwatch",
        &[
            "((acme OR globex) NEAR/5 (shoe* OR boot)) NOT jobs",
            "(acme NEAR/2f late) OR ((late AND parcel)~2) OR \"late parcel\"~5",
            "{BT} AND raw:Google+ AND customi?e",
            "acme <<<the brand>>> AND site:twitter.com",
            "acme AND site:\"x.com\" AND title:\"late parcel\"",
            "acme AND engagementType:RETWEET AND authorVerified:true AND language:en",
            "acme AND sensitiveContent:true NOT sensitiveContent:false",
            "acme AND authorGender:F",
            "acme AND authorVerifiedType:blue",
            "blogName:acme AND late",
            "weblogTitle:ana AND late",
            "tags:photography",
            "tags:\"street photography\"",
            "acme AND itemReview:(\"Acme Runner\")",
            "acme AND redditPostFlair:Advice AND redditSpoiler:true",
            "acme AND parentBlogName:globex",
            "acme author:\"ana b\"",
            "acme -late",
            "acme AND minuteOfDay:[1110 TO 1140]",
            "acme AND (late OR slow",
            "acme AND site:shop.example AND url:\"news.example/shoes\" AND links:acme.example",
            "city:\"deu.berlin.berlin\" AND region:usa.fl AND country:gbr AND acme",
            "acme AND rating:[3 TO 5] AND authorFollowers:[500 TO 1000] AND sentiment:negative",
            "acme AND engagingWith:globex AND channelId:\"1412\" AND latitude:[41 TO 44]",
            "acme AND region:\"St. Gallen\"",
            "acme AND (city:\"usa.ca.san francisco\" OR city:la.paz OR city:deu.a.b.c)",
        ],
    );
}

#[test]
fn talkwalker() {
    check(
        "talkwalker",
        &[
            "acme AND (late OR slow) AND NOT jobs",
            "chocolate -swiss",
            "late parcel again",
            "ACME",
            "Acme",
            "++\"ACME\" AND late",
            "+\"p&t\" AND late",
            "acme AND content:late AND title:parcel",
            "acme AND reach:>1000",
            "acme AND sourcegeo:dhgjg",
            "Luxemb* OR \"late parcel\"",
            "late OR “free shipping”",
            "acme site:”http://www.wort.lu”",
            "acme site:\"a.example\" site:\"b.example\" -site:\"c.example\"",
            "++lang:en x",
            "++title:\"late\" x",
            "++(a OR b) +-c",
            "late ++ \"ACME\"",
            "late author:(++ana)",
            "title:(++ACME OR +late)",
            "late ++\"ACME",
        ],
    );
}

#[test]
fn meltwater() {
    check(
        "meltwater",
        &[
            "(\"sailboat\" or \"boat\") and \"racing\" not river",
            "acme NEAR late",
            "acme near/10 (late or slow)",
            "acme onear late",
            "title:acme AND ingress:late",
            "acme AND (watch OR phone)^9 NOT juice^3",
            "*phone AND late",
            "acme* AND “late parcel”",
            "D*C*",
            "title:(\"sail boat\" and not river)",
            "title:(apple or pear)",
            "ingress:(acme^9 near late* or *phone)",
            "title:*phone and late",
            "late author:(ana or not bob)",
            "late lang:or title:near",
        ],
    );
}

#[test]
fn columns_of_keywords() {
    let check = |cells: &[&str], expected: &str| {
        let cells: Vec<String> = cells.iter().map(|&cell| cell.to_owned()).collect();
        assert_eq!(shown(&cells.join("\n"), &keywords(&cells)), expected);
    };
    check(
        &["late parcel", "", "  #acme ", "late  parcel", "😡"],
        "   late parcel\n\n  #acme \nlate  parcel\n😡\n→  late parcel\n#acme\n😡",
    );
    check(
        &["late OR slow", "!!!"],
        "   late OR slow\n!!!\n→  late OR slow\n✗  ‹!!!› `!!!` has no letter, digit or emoji, so it can never be found [punctuation-only]: remove it; a query finds exactly these characters: `query = '''{!!!}'''`\n·  ‹late OR slow› `late OR slow`: `OR` is no operator in the simple form: this finds only the words `late OR slow` in a row; give each its own entry, `late` and `slow`, or write the rule as `query = '''late OR slow'''` instead of the simple form; for the word itself write `or`",
    );
}
