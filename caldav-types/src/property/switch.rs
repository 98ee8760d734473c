//! Values that are there or not, true or not.

/// The value of a property that says something by being there, such as CS:subscribed-strip-todos.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct Present;

/// A value written as one of two elements: CS:true or CS:false (caldav-notifications, 5.3.4).
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct TrueOrFalse(
    /// Which one.
    pub bool,
);
