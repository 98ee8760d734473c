//! Whether a filter asks what can be asked.
//!
//! [RFC 4791 §7.8](https://www.rfc-editor.org/rfc/rfc4791#section-7.8), CALDAV:valid-filter;
//! [§9.9](https://www.rfc-editor.org/rfc/rfc4791#section-9.9)

use std::fmt;

use ical_model::registry::definition;
use ical_model::value::ValueType;
use ical_model::{ComponentName, PropertyName};

use super::{CompFilter, Filter, ValueMatch};

/// Why a filter that is well formed cannot be answered.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct FilterError {
    kind: FilterErrorKind,
    path: Vec<ComponentName<'static>>,
}

impl FilterError {
    /// What is wrong.
    #[must_use]
    pub fn kind(&self) -> &FilterErrorKind {
        &self.kind
    }

    /// The names of the CALDAV:comp-filter elements it is wrong in, the outermost first.
    #[must_use]
    pub fn path(&self) -> &[ComponentName<'static>] {
        &self.path
    }
}

impl fmt::Display for FilterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            FilterErrorKind::NotCalendar => f.write_str("expected a filter of VCALENDAR, found another")?,
            FilterErrorKind::Nesting(name) => {
                write!(f, "expected a component that can stand here, found {name}")?;
            }
            FilterErrorKind::TimeRangeOfComponent => {
                f.write_str("expected a component that takes time, found another with a time range")?;
            }
            FilterErrorKind::TimeRangeOfProperty(name) => {
                write!(f, "expected a property that is a date, found {name} with a time range")?;
            }
        }
        let mut before = " in ";
        self.path.iter().try_for_each(|name| write!(f, "{}{name}", std::mem::replace(&mut before, " > ")))
    }
}

impl std::error::Error for FilterError {}

/// The kinds of [`FilterError`].
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum FilterErrorKind {
    /// The outermost condition is not one of VCALENDAR (§9.7).
    NotCalendar,
    /// A component that cannot stand in the one around it.
    Nesting(ComponentName<'static>),
    /// A range of time for a component that §9.9 has no rule for.
    TimeRangeOfComponent,
    /// A range of time for a property that is no date and no date-time.
    TimeRangeOfProperty(PropertyName<'static>),
}

pub(super) fn check(filter: &Filter) -> Result<(), FilterError> {
    if filter.calendar.name != ComponentName::VCalendar {
        return Err(FilterError {
            kind: FilterErrorKind::NotCalendar,
            path: vec![filter.calendar.name.clone()],
        });
    }
    // A list of what is left to look at in place of recursion: nothing bounds the depth of a value.
    let mut left = vec![(&filter.calendar, Vec::new())];
    while let Some((component, mut path)) = left.pop() {
        path.push(&component.name);
        check_component(component)
            .map_err(|kind| FilterError { kind, path: path.iter().map(|name| (*name).clone()).collect() })?;
        if let Some(matches) = component.matches() {
            left.extend(matches.comp_filters.iter().rev().map(|inner| (inner, path.clone())));
        }
    }
    Ok(())
}

fn check_component(component: &CompFilter) -> Result<(), FilterErrorKind> {
    let Some(matches) = component.matches() else { return Ok(()) };
    if matches.time_range.is_some() && !takes_time(&component.name) {
        return Err(FilterErrorKind::TimeRangeOfComponent);
    }
    let timed = matches.prop_filters.iter().find(|property| {
        let matches = property.matches().and_then(|matches| matches.value.as_ref());
        matches!(matches, Some(ValueMatch::TimeRange(_))) && !is_date(&property.name)
    });
    if let Some(property) = timed {
        return Err(FilterErrorKind::TimeRangeOfProperty(property.name.clone()));
    }
    match matches.comp_filters.iter().find(|inner| !can_stand_in(&component.name, &inner.name)) {
        Some(inner) => Err(FilterErrorKind::Nesting(inner.name.clone())),
        None => Ok(()),
    }
}

/// §9.9 has a table for it.
fn takes_time(name: &ComponentName<'_>) -> bool {
    matches!(
        name,
        ComponentName::VEvent
            | ComponentName::VTodo
            | ComponentName::VJournal
            | ComponentName::VFreeBusy
            | ComponentName::VAlarm
            // RFC 7953 §7.2.2
            | ComponentName::VAvailability
    )
}

/// A value of it can be a date or a date-time, or nobody knows.
fn is_date(name: &PropertyName<'_>) -> bool {
    definition(name).is_none_or(|definition| {
        definition.value_types.iter().any(|value| matches!(value, ValueType::Date | ValueType::DateTime))
    })
}

/// RFC 5545 §3.6, RFC 7953 §3.1, RFC 9073 §4 and §7.1, RFC 9074 §8. What nobody knows may stand anywhere.
fn can_stand_in(outer: &ComponentName<'_>, inner: &ComponentName<'_>) -> bool {
    use ComponentName as Name;
    match inner {
        Name::Other(_) => true,
        _ if matches!(outer, Name::Other(_)) => !matches!(inner, Name::VCalendar),
        Name::VCalendar => false,
        Name::VEvent
        | Name::VTodo
        | Name::VJournal
        | Name::VFreeBusy
        | Name::VTimeZone
        | Name::VAvailability => *outer == Name::VCalendar,
        Name::VAlarm => matches!(outer, Name::VEvent | Name::VTodo),
        Name::Standard | Name::Daylight => *outer == Name::VTimeZone,
        Name::Available => *outer == Name::VAvailability,
        Name::Participant => {
            matches!(outer, Name::VEvent | Name::VTodo | Name::VJournal | Name::VFreeBusy)
        }
        Name::VLocation => matches!(
            outer,
            Name::VEvent | Name::VTodo | Name::VJournal | Name::VFreeBusy | Name::Participant | Name::VAlarm
        ),
        Name::VResource => {
            matches!(outer, Name::VEvent | Name::VTodo | Name::VJournal | Name::VFreeBusy | Name::Participant)
        }
        // A name that becomes known later.
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use ical_model::{ComponentName, PropertyName};

    use super::FilterErrorKind;
    use crate::TimeRange;
    use crate::filter::{CompFilter, Filter, PropFilter, TextMatch};

    fn range() -> TimeRange {
        TimeRange::new(Some("20060104T000000Z".parse().unwrap()), None).unwrap()
    }

    fn comp(name: &'static str) -> CompFilter {
        CompFilter::new(ComponentName::new(name))
    }

    fn prop(name: &'static str) -> PropFilter {
        PropFilter::new(PropertyName::new(name))
    }

    #[test]
    fn what_can_be_asked() {
        let nested = |outer: CompFilter, inner: CompFilter| outer.with_comp_filter(inner);
        for (section, calendar, expected) in [
            ("9.7.1: it exists", comp("VCALENDAR"), Ok(())),
            ("names have no case", comp("vcalendar"), Ok(())),
            ("9.7: the calendar object", comp("VEVENT"), Err((FilterErrorKind::NotCalendar, "VEVENT"))),
            (
                "7.8: VEVENT in VTODO",
                nested(comp("VCALENDAR"), nested(comp("VTODO"), comp("VEVENT"))),
                Err((FilterErrorKind::Nesting(ComponentName::VEvent), "VCALENDAR > VTODO")),
            ),
            (
                "one in itself",
                nested(comp("VCALENDAR"), comp("VCALENDAR")),
                Err((FilterErrorKind::Nesting(ComponentName::VCalendar), "VCALENDAR")),
            ),
            (
                "an alarm in a journal entry",
                nested(comp("VCALENDAR"), nested(comp("VJOURNAL"), comp("VALARM"))),
                Err((FilterErrorKind::Nesting(ComponentName::VAlarm), "VCALENDAR > VJOURNAL")),
            ),
            (
                "7.8.5",
                nested(comp("VCALENDAR"), nested(comp("VTODO"), comp("VALARM").with_time_range(range()))),
                Ok(()),
            ),
            (
                "of one's own",
                nested(comp("VCALENDAR"), nested(comp("X-THING"), comp("VALARM").with_time_range(range()))),
                Ok(()),
            ),
            (
                "9.9 has no rule for it",
                nested(comp("VCALENDAR"), comp("X-THING").with_time_range(range())),
                Err((FilterErrorKind::TimeRangeOfComponent, "VCALENDAR > X-THING")),
            ),
            (
                "7.8: a range of SUMMARY",
                nested(
                    comp("VCALENDAR"),
                    comp("VEVENT").with_prop_filter(prop("SUMMARY").with_time_range(range())),
                ),
                Err((FilterErrorKind::TimeRangeOfProperty(PropertyName::Summary), "VCALENDAR > VEVENT")),
            ),
            (
                "a text of SUMMARY",
                nested(
                    comp("VCALENDAR"),
                    comp("VEVENT").with_prop_filter(prop("SUMMARY").with_text_match(TextMatch::new("x"))),
                ),
                Ok(()),
            ),
            (
                "ranges of dates",
                nested(
                    comp("VCALENDAR"),
                    comp("VEVENT")
                        .with_prop_filter(prop("LAST-MODIFIED").with_time_range(range()))
                        .with_prop_filter(prop("rdate").with_time_range(range()))
                        .with_prop_filter(prop("X-WHEN").with_time_range(range())),
                ),
                Ok(()),
            ),
            (
                "9.9 has no rule for it",
                comp("VCALENDAR").with_time_range(range()),
                Err((FilterErrorKind::TimeRangeOfComponent, "VCALENDAR")),
            ),
            (
                "9.9 has no rule for it",
                nested(comp("VCALENDAR"), comp("VTIMEZONE").with_time_range(range())),
                Err((FilterErrorKind::TimeRangeOfComponent, "VCALENDAR > VTIMEZONE")),
            ),
        ] {
            let got = Filter::new(calendar).check().map_err(|error| {
                let path: Vec<_> = error.path().iter().map(ToString::to_string).collect();
                let sentence = error.to_string();
                assert!(sentence.ends_with(&format!(" in {}", path.join(" > "))), "{sentence}");
                (error.kind().clone(), path.join(" > "))
            });
            assert_eq!(got, expected.map_err(|(kind, path)| (kind, path.to_owned())), "{section}");
        }
    }
}
