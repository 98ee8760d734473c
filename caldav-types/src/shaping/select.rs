//! Which components and properties were asked for.
//!
//! [RFC 4791 §9.6.1](https://www.rfc-editor.org/rfc/rfc4791#section-9.6.1) to
//! [§9.6.4](https://www.rfc-editor.org/rfc/rfc4791#section-9.6.4)

use ical_model::{Component, ComponentName, PropertyName};

use crate::calendar_data::{Comp, Comps, Props};

/// What was asked for of a component.
///
/// A CALDAV:comp that says nothing of properties and components asks for all of them, as that of VTIMEZONE in the
/// example of §7.8.1 does. One that names components alone asks for no property.
#[derive(Clone, Debug)]
pub(super) enum Selection<'r> {
    /// Everything.
    Whole,
    /// What one of these names: a component may be named twice.
    Parts(Vec<&'r Comp>),
    /// The components in it that this one names, and no property.
    Holding(&'r Comp),
}

/// What was asked for of a property.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Part {
    /// Its name and parameters.
    Header,
    /// The line.
    Line,
}

impl<'r> Selection<'r> {
    /// What of the VCALENDAR. A CALDAV:comp of another name at the top is taken as one of the components in it.
    pub(super) fn of_calendar(comp: Option<&'r Comp>) -> Self {
        match comp {
            None => Self::Whole,
            Some(comp) if comp.name != ComponentName::VCalendar => Self::Holding(comp),
            Some(comp) => Self::of(vec![comp]),
        }
    }

    /// What of a property of the component.
    pub(super) fn property(&self, name: &PropertyName<'_>) -> Option<Part> {
        let comps = match self {
            Self::Whole => return Some(Part::Line),
            Self::Parts(comps) => comps,
            Self::Holding(_) => return None,
        };
        comps
            .iter()
            .filter_map(|comp| match &comp.props {
                Props::All => Some(Part::Line),
                Props::These(props) => props
                    .iter()
                    .filter(|prop| prop.name == *name)
                    .map(|prop| if prop.novalue { Part::Header } else { Part::Line })
                    .max(),
            })
            .max()
    }

    /// What of a component in it.
    pub(super) fn component(&self, component: Component<'_>) -> Option<Self> {
        let comps = match self {
            Self::Whole => return Some(Self::Whole),
            Self::Parts(comps) => comps,
            Self::Holding(comp) => return component.is(&comp.name).then(|| Self::of(vec![*comp])),
        };
        let mut parts = Vec::new();
        for comp in comps {
            match &comp.comps {
                Comps::All => return Some(Self::Whole),
                Comps::These(comps) => {
                    parts.extend(comps.iter().filter(|comp| component.is(&comp.name)));
                }
            }
        }
        (!parts.is_empty()).then(|| Self::of(parts))
    }

    fn of(comps: Vec<&'r Comp>) -> Self {
        if comps.iter().any(|comp| says_nothing(comp)) { Self::Whole } else { Self::Parts(comps) }
    }
}

/// Does it name neither properties nor components?
fn says_nothing(comp: &Comp) -> bool {
    matches!((&comp.props, &comp.comps), (Props::These(props), Comps::These(comps)) if props.is_empty() && comps.is_empty())
}

#[cfg(test)]
mod tests {
    use ical_model::{Calendar, ComponentName, PropertyName};

    use super::{Part, Selection};
    use crate::calendar_data::{Comp, Comps, Prop, Props};

    #[test]
    fn parts_by_what_asks_for_them() {
        let calendar =
            Calendar::parse("BEGIN:VCALENDAR\r\nBEGIN:X-THING\r\nEND:X-THING\r\nEND:VCALENDAR\r\n").unwrap();
        let inner = calendar.components().next().unwrap();
        let named = |name| Comp::new(ComponentName::from(name));
        let all_props = Comp { props: Props::All, ..named("VCALENDAR") };
        let all_comps = Comp { comps: Comps::All, ..named("VCALENDAR") };
        let summary = || Prop::new(PropertyName::Summary);
        for (section, comp, property, component) in [
            ("9.6: no comp", None, Some(Part::Line), true),
            ("7.8.1: an empty one", Some(named("VCALENDAR")), Some(Part::Line), true),
            ("7.8.1: case", Some(named("vcalendar")), Some(Part::Line), true),
            ("9.6.3", Some(all_props), Some(Part::Line), false),
            ("9.6.2", Some(all_comps), None, true),
            ("9.6.4", Some(named("VCALENDAR").with_prop(summary())), Some(Part::Line), false),
            (
                "9.6.4: novalue",
                Some(named("VCALENDAR").with_prop(summary().without_value())),
                Some(Part::Header),
                false,
            ),
            (
                "9.6.4: twice",
                Some(named("VCALENDAR").with_prop(summary()).with_prop(summary().without_value())),
                Some(Part::Line),
                false,
            ),
            ("9.6.4: another", Some(named("VCALENDAR").with_prop(Prop::new(PropertyName::Uid))), None, false),
            ("9.6.1: nested", Some(named("VCALENDAR").with_comp(named("x-thing"))), None, true),
            ("9.6.1: another", Some(named("VCALENDAR").with_comp(named("VEVENT"))), None, false),
            ("9.6.1: a component at the top", Some(named("X-THING")), None, true),
            ("9.6.1: another at the top", Some(named("VTODO")), None, false),
        ] {
            let selection = Selection::of_calendar(comp.as_ref());
            assert_eq!(selection.property(&PropertyName::Summary), property, "{section}");
            assert_eq!(selection.component(inner).is_some(), component, "{section}");
        }
        let twice = named("VCALENDAR")
            .with_comp(named("X-THING").with_prop(summary()))
            .with_comp(named("X-THING").with_prop(Prop::new(PropertyName::Uid)));
        let both = Selection::of_calendar(Some(&twice)).component(inner).unwrap();
        assert_eq!(both.property(&PropertyName::Uid), Some(Part::Line));
        assert_eq!(both.property(&PropertyName::Summary), Some(Part::Line));
        assert_eq!(both.property(&PropertyName::Status), None);
    }
}
