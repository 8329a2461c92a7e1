//! Circles and rectangles on the earth.

use super::Wrong;
use super::number::decimal;
use crate::{Circle, FieldTest, Number, Rectangle, Value};

/// The direction degrees are counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Axis {
    /// Latitude.
    North,
    /// Longitude.
    East,
}

impl Axis {
    const fn most(self) -> f64 {
        match self {
            Self::North => 90.0,
            Self::East => 180.0,
        }
    }
}

/// Degrees north or east.
pub(super) fn degrees(text: &str, axis: Axis) -> Result<Number, Wrong> {
    let most = axis.most();
    decimal(text).filter(|degrees| degrees.get().abs() <= most).ok_or_else(|| {
        let name = if axis == Axis::North { "latitude" } else { "longitude" };
        Wrong::new(
            format!("`{text}` is no {name}"),
            format!("write degrees from -{most} to {most}; in a place the longitude comes first"),
        )
    })
}

const CIRCLE: &str =
    "write longitude, latitude and radius, as in `point_radius:[18.07 59.33 10km]`";

/// `[lon lat 10km]`.
pub(super) fn circle(value: &Value) -> Result<FieldTest, Wrong> {
    let items = items(value);
    let (lon, lat, radius) = match &items[..] {
        [lon, lat, radius] => (*lon, *lat, (*radius).to_owned()),
        [lon, lat, number, unit] => (*lon, *lat, format!("{number}{unit}")),
        _ => return Err(Wrong::new("this is not a point and a radius", CIRCLE)),
    };
    let km = kilometers(&radius)
        .ok_or_else(|| Wrong::new(format!("`{radius}` is not a radius in km or mi"), CIRCLE))?;
    let (lon, lat) = (degrees(lon, Axis::East)?, degrees(lat, Axis::North)?);
    Ok(FieldTest::Circle(Circle { lon, lat, km }))
}

fn kilometers(text: &str) -> Option<Number> {
    const KM_PER_MILE: f64 = 1.609_344;
    let lower = text.to_lowercase();
    let (number, factor) = match lower.strip_suffix("km") {
        Some(number) => (number, 1.0),
        None => (lower.strip_suffix("mi")?, KM_PER_MILE),
    };
    let km = Number::new(decimal(number)?.get() * factor)?;
    (km.get() > 0.0).then_some(km)
}

const RECTANGLE: &str =
    "write west, south, east and north in degrees, as in `bounding_box:[17.5 59 18.5 59.6]`";

/// `[W S E N]`.
pub(super) fn rectangle(value: &Value) -> Result<FieldTest, Wrong> {
    let items = items(value);
    let [west, south, east, north] = items[..] else {
        return Err(Wrong::new("these are not four sides", RECTANGLE));
    };
    let (west, east) = (degrees(west, Axis::East)?, degrees(east, Axis::East)?);
    let (south, north) = (degrees(south, Axis::North)?, degrees(north, Axis::North)?);
    if south > north {
        return Err(Wrong::new(
            format!("the south side, {south}, lies north of the north side, {north}"),
            format!("write `bounding_box:[{west} {north} {east} {south}]`"),
        ));
    }
    Ok(FieldTest::Rectangle(Rectangle { west, south, east, north }))
}

fn items(value: &Value) -> Vec<&str> {
    match value {
        Value::List(items) => items.iter().map(String::as_str).collect(),
        Value::Text(text) => text.split_whitespace().collect(),
        Value::Range(..) => Vec::new(),
    }
}
