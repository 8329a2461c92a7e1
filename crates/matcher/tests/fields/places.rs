//! Where a post is from.

use mention::{Facts, Geo, Mention};

use super::{holds, row, wrong};

#[test]
fn row_country() {
    row(
        &[
            "country:SE",
            "place_country:se",
            "country_code:SWE",
            "profile_country:swe",
            "profile_country_code:SE",
            "country:(NO OR SE)",
        ],
        &["country:NO", "country:(NO OR DNK)"],
    );
    wrong("late country:UK", "field-value", "`country:GB`");
    wrong("late country:Sweden", "field-value", "`country:SE`");
    wrong("late country:XX", "field-value", "two or three letters");
}

#[test]
fn row_region_city_place_continent() {
    row(
        &[
            "region:skåne",
            "region:SKANE",
            "profile_region:Skåne",
            "profile_subregion:Skåne",
            "city:\"nya lund\"",
            "profile_locality:(Ystad OR \"Nya Lund\")",
            "place:lund",
            "place:\"kafe nord\"",
            "place_contains:skan*",
            "continent:Europe",
            "continent:(asia OR europe)",
        ],
        &[
            "city:lund",
            "region:skåäne",
            "place:\"lund nya\"",
            "place:\"lund skåne\"",
            "continent:asia",
        ],
    );
    wrong("late continent:america", "field-value", "south america");
    wrong("late continent:eurpe", "field-value", "`continent:europe`");
    wrong("late city:(*und)", "field-value", "two letters");
}

#[test]
fn row_point_radius() {
    row(
        &[
            "point_radius:[13.2 55.7 1km]",
            "near_point:[13.2 55.7 1mi]",
            "profile_point_radius:[13.36 55.7 10.1km]",
            "point_radius:[13.36 55.7 6.3 mi]",
            "point_radius:([0 0 1km] OR [13 56 50km])",
        ],
        &["point_radius:[55.7 13.2 1km]", "point_radius:[13.36 55.7 10km]"],
    );
    wrong("late point_radius:[13.2 55.7 10]", "field-value", "radius");
    wrong("late point_radius:[13.2 155.7 10km]", "field-value", "longitude comes first");
    wrong("late point_radius:lund", "field-value", "[18.07 59.33 10km]");
    wrong("late point_radius:[13.2 55.7 0km]", "field-value", "radius");
}

#[test]
fn row_bounding_box_latitude_longitude() {
    row(
        &[
            "bounding_box:[13 55 14 56]",
            "profile_bounding_box:[13.2 55.7 13.2 55.7]",
            "bounding_box:[170 50 20 60]",
            "latitude:[55 TO 56]",
            "latitude:55.7..",
            "longitude:[* TO 13.2]",
        ],
        &["bounding_box:[14 55 12 56]", "latitude:[-56 TO -55]", "longitude:13.3.."],
    );
    wrong("late bounding_box:[13 56 14 55]", "field-value", "[13 55 14 56]");
    wrong("late bounding_box:[13 56 14]", "field-value", "four sides");
    wrong("late latitude:55", "field-value", "latitude:[55 TO 56.5]");
    wrong("late latitude:[50 TO 95]", "field-value", "-90 to 90");
    wrong("late longitude:[14 TO 13]", "field-value", "[13 TO 14]");
    wrong("late longitude:>13", "foreign-operator", "13..");
}

#[test]
fn a_box_crosses_the_date_line() {
    let at = |point| {
        let place = Some(Geo { point: Some(point), ..Geo::default() });
        let mention = Mention { place, ..Mention::default() };
        holds("bounding_box:[170 -20 -170 20]", &Facts::of(&mention))
    };
    assert!(at((0.0, 175.0)) && at((0.0, -175.0)) && at((20.0, 180.0)) && at((-20.0, -180.0)));
    assert!(!at((0.0, 0.0)) && !at((21.0, 175.0)) && !at((0.0, 169.0)));
}
