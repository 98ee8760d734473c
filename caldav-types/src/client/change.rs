//! What changed: on the server, and here.

use super::content::{has_all_of_calendar, is_same_calendar};
use crate::client::FailureKind;
use crate::{EntityTag, Href, ScheduleTag};

/// A change on the server, to be made here.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Change {
    /// The resource is new, or its content is another.
    Upserted(CalendarObject),
    /// The resource is no more.
    Removed {
        /// Its address, in the spelling in which it was told before.
        href: Href,
    },
}

/// A calendar object resource as the server has it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CalendarObject {
    /// Its address.
    pub href: Href,
    /// Its version; `None` where the server tells none.
    pub etag: Option<EntityTag>,
    /// Its version as far as a person changed it.
    pub schedule_tag: Option<ScheduleTag>,
    /// Its content.
    pub calendar_data: String,
}

/// A change here, to be made on the server.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum LocalChange {
    /// A resource is new: it is put where none is.
    Create {
        /// Where. The name is the caller's choice.
        href: Href,
        /// Its content.
        calendar_data: String,
    },
    /// The content of a resource is another: it is put where the version is that was last seen.
    Update {
        /// Which.
        href: Href,
        /// Its content.
        calendar_data: String,
    },
    /// A resource is to be no more, if it is still the version that was last seen.
    Delete {
        /// Which.
        href: Href,
    },
    /// A resource is to have another address, at which there is none.
    Move {
        /// Which, if it is still the version that was last seen.
        from: Href,
        /// Where to.
        to: Href,
    },
}

/// What came of a change that was made here.
#[derive(Clone, Debug, PartialEq)]
pub struct LocalResult {
    /// The change.
    pub change: LocalChange,
    /// What came of it.
    pub outcome: LocalOutcome,
}

/// What came of a change that was made here.
#[derive(Clone, Debug, PartialEq)]
pub enum LocalOutcome {
    /// The server has it: as a new resource, with new content or at a new address.
    Stored {
        /// Where.
        href: Href,
        /// The version; `None` where the server told none. What the server made of it is then fetched.
        etag: Option<EntityTag>,
    },
    /// The resource is no more.
    Deleted,
    /// The server has something else than what was last seen; it was left as it is. What is here has to be kept by
    /// another name, or given up, or made once more from what the server has.
    Conflict {
        /// What the server has; `None` where the resource is no more.
        server: Option<CalendarObject>,
    },
    /// The server does not want it.
    Refused(FailureKind),
}

impl LocalChange {
    /// The resource that is changed.
    #[must_use]
    pub const fn href(&self) -> &Href {
        match self {
            Self::Create { href, .. } | Self::Update { href, .. } | Self::Delete { href } => href,
            Self::Move { from, .. } => from,
        }
    }

    /// Where the content is, once the change is made.
    pub(super) const fn destination(&self) -> &Href {
        match self {
            Self::Move { to, .. } => to,
            _ => self.href(),
        }
    }

    /// Does the server have what the change was to make of the resource, though written in another way? Of what was new
    /// here all has to be there. Of what was changed nothing more may be there: that could be what was taken out.
    pub(super) fn is_in(&self, theirs: &str) -> bool {
        match self {
            Self::Create { calendar_data, .. } => has_all_of_calendar(theirs, calendar_data),
            Self::Update { calendar_data, .. } => is_same_calendar(theirs, calendar_data),
            Self::Delete { .. } | Self::Move { .. } => false,
        }
    }

    /// The content that the server shall have.
    pub(super) fn calendar_data(&self) -> Option<&str> {
        match self {
            Self::Create { calendar_data, .. } | Self::Update { calendar_data, .. } => Some(calendar_data),
            _ => None,
        }
    }
}

/// Is it the same content? XML makes every line break one line feed
/// ([XML 1.0 §2.11](https://www.w3.org/TR/xml/#sec-line-ends)), so they are not looked at.
pub(super) fn is_same_content(one: &str, other: &str) -> bool {
    let lines = |text: &'_ str| -> Vec<String> {
        text.trim_end().split('\n').map(|line| line.trim_end_matches('\r').to_owned()).collect()
    };
    lines(one) == lines(other)
}

#[cfg(test)]
mod tests {
    use super::is_same_content;

    #[test]
    fn line_breaks_do_not_count() {
        for (one, other, expected) in [
            ("A\r\nB\r\n", "A\nB\n", true),
            ("A\r\nB\r\n", "A\nB", true),
            ("A\r\nB", "A\r\n B", false),
            ("A", "B", false),
        ] {
            assert_eq!(is_same_content(one, other), expected, "{one:?} {other:?}");
        }
    }
}
