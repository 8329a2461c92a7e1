//! The page of rules: what each costs, over the newest posts.

use super::{get, world};

#[test]
fn every_rule_says_what_it_costs_over_the_newest_posts() {
    let (_folder, site) = world(|_| ());
    let page = get(&site, "/rules").body;
    // Fifty posts that say it and the hostile ones; the flood, which is longer, is passed over.
    assert!(
        page.contains("Cost: held against 57 of the newest 57 posts, of which it finds 57"),
        "{page}"
    );
    assert_eq!(page.matches("class=\"quiet cost\"").count(), 2, "{page}");
}
