//! What a POST to a calendar object resource is to do, as the query of its address says.
//!
//! [RFC 8607 §3.3](https://www.rfc-editor.org/rfc/rfc8607#section-3.3), caldav-recursplit §3

use std::fmt;
use std::str::FromStr;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::Precondition;

/// What the query of a POST asks for.
///
/// ```
/// use caldav_types::{InstanceId, PostAction, Precondition};
/// let action = PostAction::from_query("action=attachment-add&rid=M,20111022T160000")?.unwrap();
/// let instances = Some(vec![InstanceId::Master, InstanceId::RecurrenceId("20111022T160000".into())]);
/// assert_eq!(action, PostAction::AttachmentAdd { instances });
/// assert_eq!(action.to_string(), "action=attachment-add&rid=M,20111022T160000");
/// assert_eq!(PostAction::from_query("action=attachment-eat"), Err(Precondition::ValidAction));
/// assert_eq!(PostAction::from_query("export"), Ok(None));
/// # Ok::<(), Precondition>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[non_exhaustive]
pub enum PostAction {
    /// The body is a new attachment (RFC 8607 §3.4).
    AttachmentAdd {
        /// Of these instances, each once; `None` for all.
        instances: Option<Vec<InstanceId>>,
    },
    /// The body is an attachment as it is now (§3.5).
    AttachmentUpdate {
        /// The MANAGED-ID of the attachment.
        managed_id: String,
    },
    /// An attachment is taken away (§3.6).
    AttachmentRemove {
        /// The MANAGED-ID of the attachment.
        managed_id: String,
        /// From these instances, each once; `None` for all.
        instances: Option<Vec<InstanceId>>,
    },
    /// A series is cut in two (caldav-recursplit §3).
    Split {
        /// Where: a date, or a date with a time, in the form of iCalendar.
        rid: String,
        /// The UID of the second part; `None` lets the server choose.
        uid: Option<String>,
    },
}

/// An instance of a series, as a query names it (RFC 8607 §3.3.2).
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub enum InstanceId {
    /// The component without RECURRENCE-ID.
    Master,
    /// The instance with this RECURRENCE-ID, as it is stored.
    RecurrenceId(String),
}

impl PostAction {
    /// What a query, without the question mark, asks for; `None` where it has no `action`.
    ///
    /// # Errors
    ///
    /// The condition to answer with: the action is none of those above or stands twice
    /// ([`ValidAction`](Precondition::ValidAction)); the instances are no list of instances, one stands twice, or they
    /// are given for an update ([`ValidRid`](Precondition::ValidRid)); the MANAGED-ID is missing or given for a new
    /// attachment ([`ValidManagedId`](Precondition::ValidManagedId)); the place to split at is missing or no date
    /// ([`ValidRidParameter`](Precondition::ValidRidParameter)).
    pub fn from_query(query: &str) -> Result<Option<Self>, Precondition> {
        let parameter = |name| Parameter::of(query, name);
        let action = match parameter("action") {
            Parameter::Absent => return Ok(None),
            Parameter::Repeated => return Err(Precondition::ValidAction),
            Parameter::Once(action) => action,
        };
        let instances = || match parameter("rid") {
            Parameter::Absent => Ok(None),
            Parameter::Repeated => Err(Precondition::ValidRid),
            Parameter::Once(list) => instances(&list).map(Some).ok_or(Precondition::ValidRid),
        };
        let managed_id = || match parameter("managed-id") {
            Parameter::Once(id) if !id.is_empty() => Ok(id),
            _ => Err(Precondition::ValidManagedId),
        };
        let action = match action.as_str() {
            "attachment-add" => {
                if parameter("managed-id") != Parameter::Absent {
                    return Err(Precondition::ValidManagedId);
                }
                Self::AttachmentAdd { instances: instances()? }
            }
            "attachment-update" => {
                if parameter("rid") != Parameter::Absent {
                    return Err(Precondition::ValidRid);
                }
                Self::AttachmentUpdate { managed_id: managed_id()? }
            }
            "attachment-remove" => {
                Self::AttachmentRemove { managed_id: managed_id()?, instances: instances()? }
            }
            "split" => {
                let rid = match parameter("rid") {
                    Parameter::Once(rid) if is_date_or_date_time(&rid) => rid,
                    _ => return Err(Precondition::ValidRidParameter),
                };
                let uid = match parameter("uid") {
                    Parameter::Absent => None,
                    Parameter::Once(uid) if !uid.is_empty() => Some(uid),
                    _ => return Err(Precondition::InvalidSplit),
                };
                Self::Split { rid, uid }
            }
            _ => return Err(Precondition::ValidAction),
        };
        Ok(Some(action))
    }
}

/// The query, without the question mark.
impl fmt::Display for PostAction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let encoded = |text: &str| utf8_percent_encode(text, NOT_IN_VALUE).to_string();
        match self {
            Self::AttachmentAdd { instances } => {
                f.write_str("action=attachment-add")?;
                write_instances(instances.as_deref(), f)
            }
            Self::AttachmentUpdate { managed_id } => {
                write!(f, "action=attachment-update&managed-id={}", encoded(managed_id))
            }
            Self::AttachmentRemove { managed_id, instances } => {
                write!(f, "action=attachment-remove&managed-id={}", encoded(managed_id))?;
                write_instances(instances.as_deref(), f)
            }
            Self::Split { rid, uid } => {
                write!(f, "action=split&rid={}", encoded(rid))?;
                uid.iter().try_for_each(|uid| write!(f, "&uid={}", encoded(uid)))
            }
        }
    }
}

impl FromStr for InstanceId {
    type Err = Precondition;

    /// `M`, or a date or a date with a time in the form of iCalendar.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.eq_ignore_ascii_case("M") {
            Ok(Self::Master)
        } else if is_date_or_date_time(text) {
            Ok(Self::RecurrenceId(text.into()))
        } else {
            Err(Precondition::ValidRid)
        }
    }
}

impl fmt::Display for InstanceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Master => f.write_str("M"),
            Self::RecurrenceId(id) => utf8_percent_encode(id, NOT_IN_VALUE).fmt(f),
        }
    }
}

/// How often a query has a parameter, and its value.
#[derive(Debug, Eq, PartialEq)]
enum Parameter {
    Absent,
    Once(String),
    Repeated,
}

impl Parameter {
    /// A value that is not UTF-8 when decoded is an empty one, which no parameter may have.
    fn of(query: &str, name: &str) -> Self {
        let mut values = query
            .split('&')
            .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
            .filter(|(other, _)| *other == name)
            .map(|(_, value)| percent_decode_str(value).decode_utf8().unwrap_or_default().into_owned());
        match (values.next(), values.next()) {
            (None, _) => Self::Absent,
            (Some(value), None) => Self::Once(value),
            (Some(_), Some(_)) => Self::Repeated,
        }
    }
}

fn instances(list: &str) -> Option<Vec<InstanceId>> {
    let mut seen = std::collections::HashSet::new();
    list.split(',')
        .map(|item| item.parse().ok().filter(|instance: &InstanceId| seen.insert(instance.clone())))
        .collect()
}

fn write_instances(instances: Option<&[InstanceId]>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (place, instance) in instances.into_iter().flatten().enumerate() {
        write!(f, "{}{instance}", if place == 0 { "&rid=" } else { "," })?;
    }
    Ok(())
}

/// DATE and DATE-TIME of RFC 5545 §3.3.4 and §3.3.5, as far as their form goes.
fn is_date_or_date_time(text: &str) -> bool {
    let digits = |text: &str, count| text.len() == count && text.bytes().all(|digit| digit.is_ascii_digit());
    match text.split_once('T') {
        None => digits(text, 8),
        Some((date, time)) => digits(date, 8) && digits(time.strip_suffix('Z').unwrap_or(time), 6),
    }
}

/// All that is not certain to be left alone in a value.
const NOT_IN_VALUE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

#[cfg(test)]
mod tests {
    use super::{InstanceId, PostAction};
    use crate::Precondition;

    #[test]
    fn forms() {
        let instances = Some(vec![InstanceId::Master, InstanceId::RecurrenceId("20111022T160000".into())]);
        let managed_id = "aUNhbGVuZGFy".to_owned();
        for (section, query, action) in [
            ("RFC 8607 3.3.1", "action=attachment-add", PostAction::AttachmentAdd { instances: None }),
            (
                "RFC 8607 3.3.2",
                "action=attachment-add&rid=M,20111022T160000",
                PostAction::AttachmentAdd { instances: instances.clone() },
            ),
            (
                "RFC 8607 3.3.3",
                "action=attachment-update&managed-id=aUNhbGVuZGFy",
                PostAction::AttachmentUpdate { managed_id: managed_id.clone() },
            ),
            (
                "RFC 8607 3.6",
                "action=attachment-remove&managed-id=aUNhbGVuZGFy&rid=M,20111022T160000",
                PostAction::AttachmentRemove { managed_id, instances },
            ),
            (
                "signs that a query has for itself",
                "action=attachment-update&managed-id=a%26b%3Dc%2B",
                PostAction::AttachmentUpdate { managed_id: "a&b=c+".into() },
            ),
            (
                "caldav-recursplit 3",
                "action=split&rid=20150626T120000Z&uid=x%40y",
                PostAction::Split { rid: "20150626T120000Z".into(), uid: Some("x@y".into()) },
            ),
            (
                "caldav-recursplit 3",
                "action=split&rid=20150626",
                PostAction::Split { rid: "20150626".into(), uid: None },
            ),
        ] {
            assert_eq!(PostAction::from_query(query), Ok(Some(action.clone())), "{section}: {query}");
            assert_eq!(action.to_string(), query, "{section}");
        }
        let folded = PostAction::from_query("rid=m%2C20111022&x=y&action=attachment-add");
        let instances = Some(vec![InstanceId::Master, InstanceId::RecurrenceId("20111022".into())]);
        assert_eq!(folded, Ok(Some(PostAction::AttachmentAdd { instances })), "any order, a small m");
    }

    #[test]
    fn conditions() {
        for (section, query, expected) in [
            ("no action", "rid=M", Ok(None)),
            ("no query", "", Ok(None)),
            ("RFC 8607 3.3.1", "action=", Err(Precondition::ValidAction)),
            ("RFC 8607 3.3.1", "action=attachment-move", Err(Precondition::ValidAction)),
            (
                "RFC 8607 3.3.1: once",
                "action=attachment-add&action=attachment-add",
                Err(Precondition::ValidAction),
            ),
            ("RFC 8607 3.3.2: one or more", "action=attachment-add&rid=", Err(Precondition::ValidRid)),
            ("RFC 8607 3.3.2: a form", "action=attachment-add&rid=tomorrow", Err(Precondition::ValidRid)),
            ("RFC 8607 3.3.2: M once", "action=attachment-add&rid=M,m", Err(Precondition::ValidRid)),
            (
                "RFC 8607 3.3.2: unique",
                "action=attachment-add&rid=20111022,20111022",
                Err(Precondition::ValidRid),
            ),
            ("RFC 8607 3.3.2: not UTF-8", "action=attachment-add&rid=%FF", Err(Precondition::ValidRid)),
            (
                "RFC 8607 3.3.2: no update",
                "action=attachment-update&managed-id=a&rid=M",
                Err(Precondition::ValidRid),
            ),
            (
                "RFC 8607 3.3.3: no addition",
                "action=attachment-add&managed-id=a",
                Err(Precondition::ValidManagedId),
            ),
            ("RFC 8607 3.5", "action=attachment-update", Err(Precondition::ValidManagedId)),
            ("RFC 8607 3.6", "action=attachment-remove&managed-id=", Err(Precondition::ValidManagedId)),
            ("caldav-recursplit 3: missing", "action=split", Err(Precondition::ValidRidParameter)),
            ("caldav-recursplit 3: a form", "action=split&rid=2015062", Err(Precondition::ValidRidParameter)),
            ("caldav-recursplit 3: uid", "action=split&rid=20150626&uid=", Err(Precondition::InvalidSplit)),
        ] {
            assert_eq!(PostAction::from_query(query), expected, "{section}: {query}");
        }
    }
}
