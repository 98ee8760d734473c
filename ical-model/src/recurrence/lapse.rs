//! Durations on the clocks of a zone.
//!
//! [RFC 5545 §3.3.6](https://www.rfc-editor.org/rfc/rfc5545#section-3.3.6)

use super::clock::DAY;
use crate::time_zone::{Instant, Wall, Zone};
use crate::value::Duration;

/// The moment that lies so many times a duration after another: days follow the clocks of the zone, the rest is exact
/// (§3.3.6).
pub(crate) fn later(from: Instant, duration: &Duration, times: u32, zone: &Zone) -> Instant {
    let days = i64::from(duration.nominal_days()).saturating_mul(i64::from(times));
    let exact = duration.exact().num_seconds().saturating_mul(i64::from(times));
    let day = if days == 0 { from } else { days_later(from, days, zone) };
    Instant(day.0.saturating_add(exact))
}

fn days_later(from: Instant, days: i64, zone: &Zone) -> Instant {
    let mut cursor = zone.cursor();
    let wall = cursor.wall(from);
    let wall = Wall(wall.0.saturating_add(days.saturating_mul(DAY)));
    cursor.instant(wall).0
}

/// The seconds that `times` a duration has at the least and at the most: the offset of a zone from UTC changes by less
/// than two days.
pub(crate) fn bounds(duration: &Duration, times: u32) -> (i64, i64) {
    let days = i64::from(duration.nominal_days()).saturating_mul(DAY);
    let seconds = days.saturating_add(duration.exact().num_seconds()).saturating_mul(i64::from(times));
    let slack = if days == 0 { 0 } else { 2 * DAY };
    (seconds.saturating_sub(slack), seconds.saturating_add(slack))
}
