//! Points in time as the store keeps them: UTC, without a calendar.

/// A point in time: milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// The instant `seconds` after 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds.saturating_mul(1_000))
    }

    /// Whole seconds since 1970-01-01T00:00:00Z, rounded towards the past.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(1_000)
    }

    /// The quarter of an hour this instant falls in.
    #[must_use]
    pub const fn bucket(self) -> Bucket {
        Bucket(self.0.div_euclid(Bucket::MILLISECONDS))
    }

    /// The UTC day this instant falls in.
    #[must_use]
    pub const fn day(self) -> Day {
        Day(self.0.div_euclid(Day::MILLISECONDS))
    }

    /// The start of the UTC hour this instant falls in.
    #[must_use]
    pub const fn hour(self) -> Self {
        Self(self.0.div_euclid(3_600_000).saturating_mul(3_600_000))
    }
}

/// A quarter of an hour (UTC), numbered from 1970-01-01T00:00Z: the grain of every count.
///
/// Every time zone's day is a whole number of buckets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bucket(pub i64);

impl Bucket {
    /// The length of a bucket in milliseconds.
    pub const MILLISECONDS: i64 = 15 * 60 * 1_000;

    /// The first instant of the bucket.
    #[must_use]
    pub const fn start(self) -> Timestamp {
        Timestamp(self.0 * Self::MILLISECONDS)
    }
}

/// A UTC day, numbered from 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i64);

impl Day {
    /// The length of a day in milliseconds.
    pub const MILLISECONDS: i64 = 24 * 60 * 60 * 1_000;

    /// The first instant of the day.
    #[must_use]
    pub const fn start(self) -> Timestamp {
        Timestamp(self.0 * Self::MILLISECONDS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_before_1970_fall_in_the_bucket_that_holds_them() {
        assert_eq!(Timestamp(-1).bucket(), Bucket(-1));
        assert_eq!(Timestamp(-1).day(), Day(-1));
        assert_eq!(Timestamp(-1).seconds(), -1);
        assert_eq!(Bucket(-1).start(), Timestamp(-900_000));
    }
}
