//! Why a filter is not answered.
//!
//! [RFC 4791 §7.8](https://www.rfc-editor.org/rfc/rfc4791#section-7.8)

use std::fmt;

use ical_model::{ComponentName, ParameterName, PropertyName};

use crate::filter::FilterError;
use crate::namespace::CALDAV;
use crate::{
    AnyAttribute, AnyElement, Collation, Condition, ConditionDetail, ExpandedName, Precondition, UtcDateTime,
};

/// Why a filter is not answered, with the condition to tell.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CompileError(Box<CompileErrorKind>);

impl CompileError {
    /// What is wrong.
    #[must_use]
    pub fn kind(&self) -> &CompileErrorKind {
        &self.0
    }

    /// The condition that the request breaks. What is not supported stands in CALDAV:supported-filter (§7.8).
    #[must_use]
    pub fn condition(&self) -> Condition {
        match self.kind() {
            CompileErrorKind::Invalid(_) => Condition::new(Precondition::ValidFilter),
            CompileErrorKind::TooDeep | CompileErrorKind::TooMany => {
                Condition::new(Precondition::SupportedFilter)
            }
            CompileErrorKind::Unsupported(names) => Condition {
                precondition: Precondition::SupportedFilter,
                detail: supported_filter(names).map_or(ConditionDetail::Empty, ConditionDetail::Element),
            },
            CompileErrorKind::Collation(_) => Condition::new(Precondition::SupportedCollation),
            CompileErrorKind::BeforeMinDateTime(_) => Condition::new(Precondition::MinDateTime),
            CompileErrorKind::AfterMaxDateTime(_) => Condition::new(Precondition::MaxDateTime),
        }
    }
}

impl fmt::Display for CompileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind() {
            CompileErrorKind::Invalid(error) => error.fmt(f),
            CompileErrorKind::TooDeep => {
                write!(
                    f,
                    "expected at most {} components in one another, found more",
                    super::FilterPlan::DEPTH
                )
            }
            CompileErrorKind::TooMany => {
                write!(f, "expected at most {} conditions, found more", super::FilterPlan::CONDITIONS)
            }
            CompileErrorKind::Unsupported(names) => {
                let mut before = "expected what can be asked for here, found ";
                names.iter().try_for_each(|name| write!(f, "{}{name}", std::mem::replace(&mut before, ", ")))
            }
            CompileErrorKind::Collation(collation) => {
                write!(f, "expected a collation that is supported, found {collation}")
            }
            CompileErrorKind::BeforeMinDateTime(time) => {
                write!(f, "expected a range from the earliest date-time of the collection on, found {time}")
            }
            CompileErrorKind::AfterMaxDateTime(time) => {
                write!(f, "expected a range up to the latest date-time of the collection, found {time}")
            }
        }
    }
}

impl std::error::Error for CompileError {}

impl From<CompileErrorKind> for CompileError {
    fn from(kind: CompileErrorKind) -> Self {
        Self(Box::new(kind))
    }
}

impl From<FilterError> for CompileError {
    fn from(error: FilterError) -> Self {
        CompileErrorKind::Invalid(error).into()
    }
}

/// The kinds of [`CompileError`].
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum CompileErrorKind {
    /// It asks what cannot be asked (CALDAV:valid-filter).
    Invalid(FilterError),
    /// More components in one another than [`FilterPlan::DEPTH`](super::FilterPlan::DEPTH) (CALDAV:supported-filter).
    TooDeep,
    /// More conditions than [`FilterPlan::CONDITIONS`](super::FilterPlan::CONDITIONS) (CALDAV:supported-filter).
    TooMany,
    /// Names that the server does not answer queries about (CALDAV:supported-filter): components, properties,
    /// parameters, each once, in the order of the filter.
    Unsupported(Vec<Unsupported>),
    /// A collation that the server does not have (CALDAV:supported-collation).
    Collation(Collation),
    /// An end of a range before CALDAV:min-date-time.
    BeforeMinDateTime(UtcDateTime),
    /// An end of a range after CALDAV:max-date-time.
    AfterMaxDateTime(UtcDateTime),
}

/// A name that a server does not answer queries about.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Unsupported {
    /// Of a CALDAV:comp-filter.
    Component(ComponentName<'static>),
    /// Of a CALDAV:prop-filter.
    Property(PropertyName<'static>),
    /// Of a CALDAV:param-filter.
    Parameter(ParameterName<'static>),
}

impl Unsupported {
    /// The name of its element, and the value of the attribute `name`.
    fn element(&self) -> (&'static str, &str) {
        match self {
            Self::Component(name) => ("comp-filter", name.as_str()),
            Self::Property(name) => ("prop-filter", name.as_str()),
            Self::Parameter(name) => ("param-filter", name.as_str()),
        }
    }
}

impl fmt::Display for Unsupported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.element().1)
    }
}

/// The element of the condition: components, then properties, then parameters.
fn supported_filter(names: &[Unsupported]) -> Option<AnyElement> {
    let caldav = |name: &str| ExpandedName::new(CALDAV, name).ok().map(AnyElement::new);
    let mut condition = caldav("supported-filter")?;
    for kind in ["comp-filter", "prop-filter", "param-filter"] {
        for (element, name) in names.iter().map(Unsupported::element).filter(|(element, _)| *element == kind)
        {
            let mut filter = caldav(element)?;
            let attribute = ExpandedName::new("", "name").ok()?;
            filter.attributes.push(AnyAttribute { name: attribute, value: name.to_owned() });
            condition.children.push(filter.into());
        }
    }
    Some(condition)
}
