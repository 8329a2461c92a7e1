//! The exports of the usual tools, made up with their columns.

use mention::{Kind, Mention, RejectReason};

use super::*;
use crate::wire::Preset;

fn mentions(
    name: &str,
    csv: &str,
    told: &FileOptions,
) -> (ColumnGuess, Vec<Result<Mention, String>>) {
    let folder = Folder::new(&format!("export-{name}"));
    let gave = read(&folder, "export.csv", csv.as_bytes(), told);
    let said = gave.records.iter().filter_map(|record| match &record.content {
        Content::Event(event) => match &event.what {
            What::Posted { mention, .. } => Some(Ok((**mention).clone())),
            What::Deleted => None,
        },
        Content::Rejected(reject) => {
            Some(Err(format!("{}: {}", reject.reason.name(), reject.detail)))
        }
        Content::Ignored => None,
    });
    let said = said.collect();
    (guessed(&gave).clone(), said)
}

const BRANDWATCH: &str = "Report:,Velmora\nFrom:,2026-05-01\n\n\
Query Id,Query Name,Date,Title,Snippet,Full Text,Url,Domain,Sentiment,Page Type,Language,Country Code,Author,Full Name,Resource Id,Impressions,Twitter Author ID,Twitter Followers,Twitter Likes,Twitter Retweets,Twitter Reply Count,Twitter Reply to,Twitter Retweet of,Facebook Likes,Instagram Likes,Reddit Score,Reddit Comments,Subreddit,Mentioned Authors,Thread Entry Type\n\
1,Velmora,2026-05-04 12:30:00.0,t,My…,My Velmora rattles,http://twitter.com/ann/statuses/1790000000000000001,twitter.com,negative,twitter,en,SWE,ann,ann (Ann),888,5000,501,120,7,2,1,http://twitter.com/ben/statuses/1790000000000000000,,0,0,0,0,,\"@ben, @velmora\",reply\n\
1,Velmora,2026-05-04 12:31:00.0,,,,http://twitter.com/cy/statuses/1790000000000000002,twitter.com,neutral,twitter,en,,cy,,889,100,502,9,0,0,0,,http://twitter.com/ann/statuses/1790000000000000001,0,0,0,0,,,share\n\
1,Velmora,2026-05-04 12:32:00.0,A title,s,On Reddit,https://www.reddit.com/r/ebikes/comments/aaa1/x/,reddit.com,neutral,reddit,en,,dan,,890,0,,0,0,0,0,,,0,0,31,4,ebikes,,post\n";

#[test]
fn brandwatch_is_known_by_its_columns() {
    let (guess, said) = mentions("brandwatch", BRANDWATCH, &options());
    assert_eq!((guess.export, guess.header_row), (Some(Preset::Brandwatch), 4));
    let tweet = said[0].as_ref().unwrap();
    assert_eq!((tweet.platform.as_str(), tweet.id.as_str()), ("twitter", "1790000000000000001"));
    assert_eq!((tweet.text.as_str(), tweet.kind), ("My Velmora rattles", Kind::Reply));
    assert_eq!(tweet.reply_to.as_ref().unwrap().id.as_deref(), Some("1790000000000000000"));
    assert_eq!((tweet.engagement.likes, tweet.engagement.replies), (Some(7), Some(1)));
    // Estimated from followers, which is no view anybody reported.
    assert_eq!(tweet.engagement.impressions, None);
    assert!(tweet.custom.contains(&("Impressions".to_owned(), "5000".to_owned())));
    let author = tweet.author.as_ref().unwrap();
    assert_eq!((author.id.as_deref(), author.followers), (Some("501"), Some(120)));
    assert_eq!(tweet.addressed, ["ben", "velmora"]);
    assert_eq!(tweet.place.as_ref().unwrap().country.as_deref(), Some("SE"));
}

#[test]
fn rows_without_text_are_named() {
    let (_, said) = mentions("textless", BRANDWATCH, &options());
    let told = said[1].as_ref().unwrap_err();
    assert!(told.starts_with(RejectReason::MissingText.name()), "{told}");
    assert!(told.contains("brandwatch") && told.contains("--preset x-v2"), "{told}");
    let thing = said[2].as_ref().unwrap();
    assert_eq!(thing.own_place.as_deref(), Some("subreddit:ebikes"));
    assert_eq!((thing.engagement.likes, thing.engagement.replies), (Some(31), Some(4)));
    assert_eq!(thing.author.as_ref().unwrap().followers, None);
}

#[test]
fn sprout_is_known_by_its_columns() {
    let csv = "Date,Post ID,Network,Post Type,Content Type,Profile,Sent by,Link,Post,Linked Content,Impressions,Engagements,Reactions,Likes,Comments,Shares,Post Link Clicks,Tags\n\
2026-05-04 12:30:00,1790000000000000001,X,Tweet,Text,@velmora,Kim,https://x.com/velmora/status/1790000000000000001,Now in red,https://shop.example/two,1800,40,,25,3,4,8,\"launch,red\"\n";
    let (guess, said) = mentions("sprout", csv, &options());
    assert_eq!(guess.export, Some(Preset::Sprout));
    let post = said[0].as_ref().unwrap();
    assert_eq!((post.platform.as_str(), post.id.as_str()), ("twitter", "1790000000000000001"));
    assert_eq!((post.text.as_str(), post.kind), ("Now in red", Kind::Original));
    assert_eq!(post.engagement.likes, Some(25));
    assert_eq!((post.engagement.clicks, post.engagement.impressions), (Some(8), Some(1_800)));
    assert_eq!(post.author.as_ref().unwrap().handle.as_deref(), Some("velmora"));
    assert_eq!((post.given_tags.len(), post.links.len()), (2, 1));
}

#[test]
fn reviews_of_google_play_are_known_by_their_columns() {
    let csv = "Package Name,App Version Code,Reviewer Language,Device,Review Submit Date and Time,Review Submit Millis Since Epoch,Review Last Update Date and Time,Star Rating,Review Title,Review Text,Developer Reply Date and Time,Developer Reply Text,Review Link\n\
com.velmora,31,sv,oriole,2026-05-04T12:30:00Z,1777897800000,2026-05-05T12:30:00Z,2,Was better,It crashes,2026-05-06T12:30:00Z,Sorry,https://play.google.com/apps/reviews?id=com.velmora&reviewId=gp:1&hl=sv\n\
com.velmora,31,sv,oriole,2026-05-04T12:31:00Z,1777897860000,2026-05-04T12:31:00Z,5,,,,,https://play.google.com/apps/reviews?id=com.velmora&reviewId=gp:2\n";
    let (guess, said) = mentions("play", csv, &options());
    assert_eq!(guess.export, Some(Preset::GooglePlay));
    let review = said[0].as_ref().unwrap();
    assert_eq!((review.platform.as_str(), review.id.as_str()), ("google-play", "gp:1"));
    assert_eq!((review.kind, review.rating), (Kind::Review, Some(2.0)));
    assert_eq!(review.own_place.as_deref(), Some("app:com.velmora"));
    assert!(review.answered.is_some() && review.observed_at > review.published_at);
    let silent = said[1].as_ref().unwrap();
    assert_eq!((silent.text.as_str(), silent.rating), ("", Some(5.0)));
}

#[test]
fn hootsuite_is_read_when_told() {
    let csv = "Date,Social Network,Social Account,Post Message,Post Permalink,Likes,Comments,Shares\n\
2026-05-04 12:30:00,Facebook,Velmora,Now in red,https://www.facebook.com/1,25,3,4\n";
    let mut told = options();
    told.decode.preset = Preset::Hootsuite;
    let (guess, said) = mentions("hootsuite", csv, &told);
    assert_eq!(guess.export, Some(Preset::Hootsuite));
    let post = said[0].as_ref().unwrap();
    assert_eq!((post.platform.as_str(), post.text.as_str()), ("facebook", "Now in red"));
    assert_eq!((post.engagement.likes, post.engagement.reposts), (Some(25), Some(4)));
}
