//! Who wrote a post, and to whom.

use mention::{Facts, Kind, Mention, ReplyTo};

use super::{holds, row, wrong};

#[test]
fn row_author() {
    row(
        &["author:anna", "from:@ANNA", "author:UCx7", "author:(bo OR Anna)"],
        &["author:ucx7", "author:ann", "author:anna@mast.example"],
    );
    wrong("late author:\"anna ek\"", "field-value", "author:(a OR b)");
    wrong("late author:ann*", "field-value", "handle");
}

#[test]
fn row_to_repost_of() {
    row(
        &[
            "to:railhelp",
            "engagingWith:@RailHelp",
            "to:(bo OR railhelp)",
            "repost_of:carl",
            "retweets_of:CARL@mast.example",
        ],
        &["to:bo", "repost_of:carl@other.example", "repost_of:anna"],
    );
    let addressed = |kind, answered: Option<&str>| Mention {
        kind,
        addressed: vec!["rail".into(), "bo".into()],
        reply_to: answered.map(|name| ReplyTo { id: None, author: Some(name.into()) }),
        ..Mention::default()
    };
    let to_bo = |mention: &Mention| holds("to:bo", &Facts::of(mention));
    assert!(to_bo(&addressed(Kind::Reply, None)) && to_bo(&addressed(Kind::Direct, None)));
    assert!(!to_bo(&addressed(Kind::Original, None)));
    assert!(!to_bo(&addressed(Kind::Reply, Some("rail"))));
}

#[test]
fn row_author_bio_name_location() {
    row(
        &[
            "author_bio:lead",
            "bio:\"team lead\"",
            "bio_contains:\"creme brulee\"",
            "author_bio:crème",
            "author_bio:train*",
            "author_bio:♥",
            "author_bio:(ceo OR trains)",
            "author_name:anna",
            "bio_name:\"ek ☕\"",
            "author_location:malmo",
            "bio_location:sverige",
            "bio_location_contains:\"malmö sverige\"",
        ],
        &[
            "author_bio:\"lead team\"",
            "author_bio:creme-brulée",
            "author_bio:train",
            "author_name:ann",
            "author_location:málmo",
        ],
    );
    wrong("late author_bio:\"!!\"", "field-value", "author_bio:");
    wrong("late author_bio:[1 TO 2]", "foreign-operator", "square brackets");
}

#[test]
fn rows_author_role_directed_own_place() {
    row(
        &["author_role:team", "author_role:(Brand OR team)", "directed:acme", "own_place:acme"],
        &["author_role:brand", "directed:other", "own_place:other"],
    );
    wrong("late author_role:boss", "field-value", "competitor");
}

#[test]
fn row_followers_following_posts_listed() {
    row(
        &[
            "followers:500",
            "followers_count:500..500",
            "authorFollowers:[100 TO 500]",
            "min_followers:1",
            "following:50",
            "friends_count:..50",
            "following_count:[50 TO *]",
            "posts:5000",
            "tweets_count:1..",
            "statuses_count:[* TO 5000]",
            "listed:5",
            "listed_count:(9..10 OR 5)",
        ],
        &["followers:501", "following:..49", "posts:[5001 TO *]", "listed:6"],
    );
    wrong("late followers:1k", "field-value", "digits");
    wrong("late posts:1.5", "field-value", "whole number");
    wrong("late followers:9..1", "field-value", "[1 TO 9]");
    wrong("late followers:>1000", "foreign-operator", "1001..");
    wrong("late listed:<=3", "foreign-operator", "..3");
}
