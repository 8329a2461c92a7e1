//! Points on the earth, in degrees north and east.

use rulelang::{Circle, Rectangle};

/// The earth's mean radius.
const EARTH_KM: f64 = 6_371.008_8;

/// Whether the point is at most the radius away from the center.
///
/// # Source
///
/// The haversine formula, on a sphere: at most 0.6 % off.
pub(super) fn holds(circle: &Circle, (north, east): (f64, f64)) -> bool {
    let (from, to) = (circle.lat.get().to_radians(), north.to_radians());
    let half_lat = (to - from) / 2.0;
    let half_lon = (east - circle.lon.get()).to_radians() / 2.0;
    let squared = half_lat.sin().powi(2) + from.cos() * to.cos() * half_lon.sin().powi(2);
    let km = 2.0 * EARTH_KM * squared.sqrt().clamp(0.0, 1.0).asin();
    km <= circle.km.get()
}

/// Whether the point lies within the sides, or on one.
pub(super) fn within(sides: &Rectangle, (north, east): (f64, f64)) -> bool {
    let (west, last) = (sides.west.get(), sides.east.get());
    let between = |east: f64| {
        if west <= last { west <= east && east <= last } else { west <= east || east <= last }
    };
    // 180° east and 180° west are one meridian.
    let one_meridian = east.abs() >= 180.0 && between(-east);
    (between(east) || one_meridian) && sides.south.get() <= north && north <= sides.north.get()
}
