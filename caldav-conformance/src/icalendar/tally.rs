//! How often each known name stands in a component, by small arrays.

use ical_model::{ComponentName, PropertyName};

/// How often each known property stands in a component.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PropertyTally([u16; PROPERTIES]);

/// How often each known component stands directly in a component.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct ComponentTally([u16; COMPONENTS]);

impl Default for PropertyTally {
    fn default() -> Self {
        Self([0; PROPERTIES])
    }
}

impl PropertyTally {
    /// Counts one more, and says how many there are now. 65,535 stands for any higher number.
    #[inline]
    pub(crate) fn add(&mut self, slot: PropertySlot) -> u16 {
        match self.0.get_mut(slot as usize) {
            Some(count) => {
                *count = count.saturating_add(1);
                *count
            }
            None => 0,
        }
    }

    /// How many there are.
    #[inline]
    pub(crate) fn get(&self, slot: PropertySlot) -> u16 {
        self.0.get(slot as usize).copied().unwrap_or_default()
    }
}

impl ComponentTally {
    /// Counts one more. 65,535 stands for any higher number.
    pub(crate) fn add(&mut self, slot: ComponentSlot) {
        if let Some(count) = self.0.get_mut(slot as usize) {
            *count = count.saturating_add(1);
        }
    }

    /// How many there are.
    pub(crate) fn get(&self, slot: ComponentSlot) -> u16 {
        self.0.get(slot as usize).copied().unwrap_or_default()
    }
}

/// Declares the places of names in a tally.
macro_rules! slots {
    ($(#[$attribute:meta])* $Slot:ident of $Name:ident, $COUNT:ident: $($variant:ident)+) => {
        $(#[$attribute])*
        #[derive(Clone, Copy, Debug, Eq, PartialEq)]
        #[repr(u8)]
        pub(crate) enum $Slot { $($variant,)+ }

        const $COUNT: usize = [$($Slot::$variant,)+].len();

        impl $Slot {
            /// Every one.
            #[cfg(test)]
            pub(crate) const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The place of a name; None for one that no specification knows.
            #[inline]
            pub(crate) fn of(name: &$Name<'_>) -> Option<Self> {
                match name {
                    $($Name::$variant => Some(Self::$variant),)+
                    _ => None,
                }
            }

            /// The name.
            pub(crate) fn name(self) -> $Name<'static> {
                match self {
                    $(Self::$variant => $Name::$variant,)+
                }
            }
        }
    };
}

slots! {
    /// The place of a property in a [`PropertyTally`].
    PropertySlot of PropertyName, PROPERTIES:
    Acknowledged Action Attach Attendee BusyType CalendarAddress CalScale Categories Class Color Comment Completed
    Concept Conference Contact Created Description DtEnd DtStamp DtStart Due Duration ExDate ExRule FreeBusy Geo Image
    LastModified Link Location LocationType Method Name Organizer ParticipantType PercentComplete Priority ProdId
    Proximity RDate RecurrenceId RefId RefreshInterval RelatedTo Repeat RequestStatus ResourceType Resources RRule
    Sequence Source Status StructuredData StyledDescription Summary Transp Trigger TzId TzIdAliasOf TzName TzOffsetFrom
    TzOffsetTo TzUntil TzUrl Uid Url Version
}

slots! {
    /// The place of a component in a [`ComponentTally`].
    ComponentSlot of ComponentName, COMPONENTS:
    Available Daylight Participant Standard VAlarm VAvailability VCalendar VEvent VFreeBusy VJournal VLocation VResource
    VTimeZone VTodo
}

#[cfg(test)]
mod tests {
    use ical_model::{ComponentName, PropertyName};

    use super::{ComponentSlot, ComponentTally, PropertySlot, PropertyTally};

    #[test]
    fn every_known_name_has_a_place_of_its_own() {
        assert_eq!(PropertySlot::ALL.len(), PropertyName::KNOWN.len());
        for name in PropertyName::KNOWN {
            assert_eq!(PropertySlot::of(name).map(PropertySlot::name), Some(name.clone()));
        }
        assert_eq!(PropertySlot::of(&PropertyName::from("X-A")), None);
        assert_eq!(ComponentSlot::ALL.len(), ComponentName::KNOWN.len());
        for name in ComponentName::KNOWN {
            assert_eq!(ComponentSlot::of(name).map(ComponentSlot::name), Some(name.clone()));
        }
        assert_eq!(ComponentSlot::of(&ComponentName::from("X-A")), None);
    }

    #[test]
    fn counts() {
        let mut tally = PropertyTally::default();
        assert_eq!([tally.add(PropertySlot::Uid), tally.add(PropertySlot::Uid)], [1, 2]);
        assert_eq!((tally.get(PropertySlot::Uid), tally.get(PropertySlot::Version)), (2, 0));
        for _ in 0..70_000 {
            tally.add(PropertySlot::Version);
        }
        assert_eq!(tally.get(PropertySlot::Version), u16::MAX);
        let mut tally = ComponentTally::default();
        tally.add(ComponentSlot::VTodo);
        assert_eq!((tally.get(ComponentSlot::VTodo), tally.get(ComponentSlot::Available)), (1, 0));
    }
}
