//! VTIMEZONE components (RFC 5545 section 3.6.5) with the rules in force since 2008 or before.

use super::writer::Writer;

/// A zone that the inputs name.
#[derive(Debug)]
pub(super) struct TimeZone {
    pub(super) tzid: &'static str,
    /// Names the zone once more, as one library of the C world does.
    location: bool,
    observances: &'static [Observance],
}

#[derive(Debug)]
pub(super) struct Observance {
    component: &'static str,
    pub(super) dtstart: &'static str,
    from: &'static str,
    to: &'static str,
    name: &'static str,
    pub(super) rrule: Option<&'static str>,
}

impl TimeZone {
    pub(super) fn write(&self, writer: &mut Writer) {
        writer.begin("VTIMEZONE");
        writer.line(&format!("TZID:{}", self.tzid));
        if self.location {
            writer.line(&format!("X-LIC-LOCATION:{}", self.tzid));
        }
        for observance in self.observances {
            observance.write(writer);
        }
        writer.end("VTIMEZONE");
    }

    #[cfg(test)]
    pub(super) fn observances(&self) -> &'static [Observance] {
        self.observances
    }
}

impl Observance {
    fn write(&self, writer: &mut Writer) {
        writer.begin(self.component);
        writer.line(&format!("TZOFFSETFROM:{}", self.from));
        writer.line(&format!("TZOFFSETTO:{}", self.to));
        writer.line(&format!("TZNAME:{}", self.name));
        writer.line(&format!("DTSTART:{}", self.dtstart));
        if let Some(rrule) = self.rrule {
            writer.line(&format!("RRULE:{rrule}"));
        }
        writer.end(self.component);
    }
}

/// Every zone of the inputs.
pub(super) static ZONES: [&TimeZone; 6] = [&BERLIN, &LONDON, &NEW_YORK, &SYDNEY, &TOKYO, &SAO_PAULO];

const EUROPE_SUMMER: &str = "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU";
const EUROPE_WINTER: &str = "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU";

static BERLIN: TimeZone = TimeZone {
    tzid: "Europe/Berlin",
    location: true,
    observances: &[
        Observance {
            component: "DAYLIGHT",
            dtstart: "19810329T020000",
            from: "+0100",
            to: "+0200",
            name: "CEST",
            rrule: Some(EUROPE_SUMMER),
        },
        Observance {
            component: "STANDARD",
            dtstart: "19961027T030000",
            from: "+0200",
            to: "+0100",
            name: "CET",
            rrule: Some(EUROPE_WINTER),
        },
    ],
};

static LONDON: TimeZone = TimeZone {
    tzid: "Europe/London",
    location: false,
    observances: &[
        Observance {
            component: "DAYLIGHT",
            dtstart: "19810329T010000",
            from: "+0000",
            to: "+0100",
            name: "BST",
            rrule: Some(EUROPE_SUMMER),
        },
        Observance {
            component: "STANDARD",
            dtstart: "19961027T020000",
            from: "+0100",
            to: "+0000",
            name: "GMT",
            rrule: Some(EUROPE_WINTER),
        },
    ],
};

static NEW_YORK: TimeZone = TimeZone {
    tzid: "America/New_York",
    location: true,
    observances: &[
        Observance {
            component: "DAYLIGHT",
            dtstart: "20070311T020000",
            from: "-0500",
            to: "-0400",
            name: "EDT",
            rrule: Some("FREQ=YEARLY;BYMONTH=3;BYDAY=2SU"),
        },
        Observance {
            component: "STANDARD",
            dtstart: "20071104T020000",
            from: "-0400",
            to: "-0500",
            name: "EST",
            rrule: Some("FREQ=YEARLY;BYMONTH=11;BYDAY=1SU"),
        },
    ],
};

static SYDNEY: TimeZone = TimeZone {
    tzid: "Australia/Sydney",
    location: false,
    observances: &[
        Observance {
            component: "STANDARD",
            dtstart: "20080406T030000",
            from: "+1100",
            to: "+1000",
            name: "AEST",
            rrule: Some("FREQ=YEARLY;BYMONTH=4;BYDAY=1SU"),
        },
        Observance {
            component: "DAYLIGHT",
            dtstart: "20081005T020000",
            from: "+1000",
            to: "+1100",
            name: "AEDT",
            rrule: Some("FREQ=YEARLY;BYMONTH=10;BYDAY=1SU"),
        },
    ],
};

static TOKYO: TimeZone = TimeZone {
    tzid: "Asia/Tokyo",
    location: true,
    observances: &[Observance {
        component: "STANDARD",
        dtstart: "19510909T020000",
        from: "+1000",
        to: "+0900",
        name: "JST",
        rrule: None,
    }],
};

static SAO_PAULO: TimeZone = TimeZone {
    tzid: "America/Sao_Paulo",
    location: false,
    observances: &[Observance {
        component: "STANDARD",
        dtstart: "20190217T000000",
        from: "-0200",
        to: "-0300",
        name: "-03",
        rrule: None,
    }],
};
