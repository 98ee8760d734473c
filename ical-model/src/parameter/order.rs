//! ORDER: the rank of a property among those of its name.
//!
//! [RFC 9073 §5.1](https://www.rfc-editor.org/rfc/rfc9073#section-5.1)

use std::fmt;

use crate::parameter::ParameterRead;
use crate::value::{Integer, Leniencies, ValueRead};

/// ORDER, the rank of a property among those of its name in the same component; 1 is the first.
/// [RFC 9073 §5.1](https://www.rfc-editor.org/rfc/rfc9073#section-5.1)
///
/// ```
/// use ical_model::parameter::Order;
/// let mut sponsors = [("Last", None), ("Second", Order::new(2)), ("First", Order::new(1))];
/// sponsors.sort_by_key(|(_, order)| Order::rank(*order));
/// assert_eq!(sponsors.map(|(name, _)| name), ["First", "Second", "Last"]);
/// assert_eq!(Order::new(0), None);
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Order(i32);

impl Order {
    /// The rank; None below 1.
    #[must_use]
    pub const fn new(rank: i32) -> Option<Self> {
        if rank >= 1 { Some(Self(rank)) } else { None }
    }

    /// The rank, 1 or more.
    #[must_use]
    pub const fn get(self) -> i32 {
        self.0
    }

    /// A number to sort by: a property without ORDER comes after all that have one.
    #[must_use]
    pub fn rank(order: Option<Self>) -> u32 {
        order.map_or(u32::MAX, |order| order.0.unsigned_abs())
    }
}

impl ParameterRead for Order {
    fn read(text: &str, leniencies: &mut Leniencies) -> Option<Self> {
        Integer::read(text, leniencies).ok().and_then(|rank| Self::new(rank.get()))
    }
}

impl fmt::Display for Order {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
