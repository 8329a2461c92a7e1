//! Behind every number that leads to mentions stand as many as it says.

use mention::Tagged;

use super::*;
use crate::fixture::world::{BEGIN, Post, World, book};
use crate::{ReportName, ReportRequest, fixture};

const DAY: i64 = 86_400_000;

fn report(name: ReportName, world: &World) -> Report {
    let request = ReportRequest {
        data_from: Some(BEGIN),
        data_to: Some(Timestamp(BEGIN.0 + 56 * DAY - 1)),
        ..fixture::request(name, "2026-W43", "Europe/Berlin")
    };
    world.report(&request, &fixture::catalog(), &book())
}

/// Told plainly, by nothing the store uses.
fn is_one(of: &MentionsOf, post: &Post) -> bool {
    let Tagged { standing, lang, sentiment, question, .. } = post.tagged;
    let names = crate::kept::all_tags(&post.tagged);
    let has = |tag: &String| match tag.as_str() {
        "*" => true,
        "*tagged" => !names.is_empty(),
        "*untagged" => names.is_empty(),
        name => names.contains(name),
    };
    let kind = post.mention.kind;
    of.from <= post.at
        && post.at < of.to
        && of.tags.iter().all(has)
        // The fixture counts every post on one platform and in one language.
        && of.platform.as_deref().is_none_or(|name| name == "mastodon")
        && of.lang.is_none_or(|wanted| wanted.is_met(lang.or(Lang::parse("en")).as_ref()))
        && of.standing.is_none_or(|wanted| wanted == standing)
        && of.sentiment.is_none_or(|wanted| wanted.is_met(sentiment.as_ref()))
        && of.question.is_none_or(|wanted| wanted == (question == Some(true)))
        && of.author.as_ref().is_none_or(|wanted| wanted.is_met(post.author().as_ref()))
        && match of.kind {
            None => true,
            Some(KindOf::Is(wanted)) => kind == wanted,
            Some(KindOf::Not(unwanted)) => kind != unwanted,
        }
}

#[test]
fn behind_every_number_stand_as_many_mentions() {
    let world = World::roaster();
    let mut met = 0;
    for name in ReportName::ALL {
        let report = report(name, &world);
        for table in report.sections.iter().flat_map(|section| &section.tables) {
            for list in lists(table) {
                let posts = world.posts.iter().filter(|post| is_one(&list.of, post)).count() as u64;
                let at = format!("{name} {}/{}/{}", table.key, list.row_address, list.column.key);
                assert_eq!(posts, list.counted, "{at}: {:?}", list.of);
                met += u32::from(posts > 0);
            }
        }
    }
    assert!(met > 80, "{met} numbers lead to mentions");
}

#[test]
fn people_lead_to_their_mentions_only_where_they_are_named() {
    let world = World::roaster();
    let met = |names| {
        let request = ReportRequest {
            names,
            data_from: Some(BEGIN),
            data_to: Some(Timestamp(BEGIN.0 + 56 * DAY - 1)),
            ..fixture::request(ReportName::Advocates, "2026-W43", "Europe/Berlin")
        };
        let report = world.report(&request, &fixture::catalog(), &book());
        let tables = report.sections.iter().flat_map(|section| &section.tables);
        let lists: Vec<(u64, MentionsOf)> =
            tables.flat_map(lists).map(|list| (list.counted, list.of)).collect();
        for (counted, of) in &lists {
            let posts = world.posts.iter().filter(|post| is_one(of, post)).count() as u64;
            assert_eq!(posts, *counted, "{of:?}");
        }
        lists.len()
    };
    assert_eq!(met(Names::Hidden), 0);
    assert!(met(Names::Shown) > 5);
}

#[test]
fn a_number_is_found_by_table_row_and_column() {
    let report = report(ReportName::Tags, &World::roaster());
    let found = |address: &str| report.behind(address).map(|behind| behind.address);
    assert_eq!(found("received/kaffa").as_deref(), Ok("received/kaffa/mentions"));
    assert_eq!(found("received/kaffa/negative").as_deref(), Ok("received/kaffa/negative"));
    assert_eq!(found("received/all-mentions").as_deref(), Ok("received/all-mentions/mentions"));
    assert_eq!(found("sent/kaffa/posts").as_deref(), Ok("sent/kaffa/posts"));
    let wrong = |address: &str| report.behind(address).unwrap_err().to_string();
    assert!(wrong("nothing/kaffa").contains("these do: received, sent, apart"));
    assert!(wrong("received/kafka").contains("kaffa"), "{}", wrong("received/kafka"));
    let todo = super::tests::report(ReportName::Ledger, &World::roaster());
    assert!(todo.behind("x").unwrap_err().to_string().contains("the report ledger"));
}

#[test]
fn a_query_reads_back_what_it_says() {
    let whole = MentionsOf::published(BEGIN, Timestamp(BEGIN.0 + DAY));
    let narrowed = MentionsOf {
        tags: vec!["kaffa/price".to_owned(), MentionsOf::UNTAGGED.to_owned()],
        platform: Some("a b&c".to_owned()),
        standing: Some(Standing::Sent),
        lang: Some(Known::Is(Lang::parse("sv").unwrap())),
        sentiment: Some(Known::Any),
        kind: Some(KindOf::Not(PostKind::Repost)),
        question: Some(false),
        author: Some(Known::Is("twitter#7 ö".to_owned())),
        ..whole.clone()
    };
    for of in [whole, narrowed] {
        let mut read = MentionsOf::published(Timestamp(0), Timestamp(0));
        for part in query(&of).split('&') {
            let (name, value) = part.split_once('=').unwrap();
            assert!(narrow(&mut read, name, &unescaped(value)), "{part}");
        }
        assert_eq!(read, of);
    }
    let mut of = MentionsOf::published(Timestamp(0), Timestamp(0));
    for (name, value) in
        [("from", "x"), ("standing", "y"), ("lang", ""), ("kind", "-y"), ("z", "1")]
    {
        assert!(!narrow(&mut of, name, value), "{name}={value}");
    }
    let of = MentionsOf { tags: vec!["a&b=c".to_owned()], ..of };
    assert_eq!(query(&of), "from=1970-01-01T00:00:00Z&to=1970-01-01T00:00:00Z&tag=a%26b%3Dc");
}

fn unescaped(value: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = value.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next().unwrap(), rest.next().unwrap()];
            let digits = std::str::from_utf8(&digits).unwrap().to_owned();
            bytes.push(u8::from_str_radix(&digits, 16).unwrap());
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).unwrap()
}
