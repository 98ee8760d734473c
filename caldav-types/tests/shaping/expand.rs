//! CALDAV:expand (RFC 4791 §9.6.5).

use caldav_types::TimeSpan;
use caldav_types::calendar_data::{CalendarDataRequest, Comp, Prop, Recurrences};
use caldav_types::shaping::{ShapingBudget, ShapingError};
use ical_model::recurrence::{Budget, BudgetKind, RecurrenceErrorKind, RecurrenceOptions, UnknownZone};
use ical_model::time_zone::{Zone, ZoneSource, Zones};
use ical_model::{Calendar, ComponentName, ParseOptions, PropertyName};

pub(crate) fn span(start: &str, end: &str) -> TimeSpan {
    let full = |text: &str| format!("{text:0<8}T000000Z").parse().unwrap();
    TimeSpan::new(full(start), full(end)).unwrap()
}

pub(crate) fn shape(
    request: &CalendarDataRequest,
    components: &str,
    budget: &mut ShapingBudget,
) -> Result<String, ShapingError> {
    let components = components.trim_start().replace('\n', "\r\n");
    let text =
        format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example//EN\r\n{components}END:VCALENDAR\r\n");
    let calendar = Calendar::parse(&text).unwrap();
    let source = ZoneSource::new();
    let zones = Zones::new(&calendar, &source);
    let floating = Zone::iana("Europe/Berlin").unwrap();
    let shaped = request.shape(&calendar, &zones, &floating, budget)?;
    assert!(Calendar::parse_with(shaped.as_bytes(), &ParseOptions::strict()).is_ok(), "{}", shaped.text());
    Ok(shaped.text().replace("\r\n", "\n"))
}

fn expand(span: TimeSpan) -> CalendarDataRequest {
    CalendarDataRequest { recurrences: Some(Recurrences::Expand(span)), ..CalendarDataRequest::default() }
}

/// The components that come out of some in June 2027.
fn expanded(components: &str) -> String {
    let shaped = shape(&expand(span("20270601", "20270701")), components, &mut ShapingBudget::default());
    let shaped = shaped.unwrap();
    let shaped = shaped.strip_prefix("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Example//EN\n").unwrap();
    shaped.strip_suffix("END:VCALENDAR\n").unwrap().to_owned()
}

/// Lines of an event, and those of its instances in June 2027.
type Row<'t> = (&'t str, &'t str, &'t [&'t str]);

#[test]
fn times_of_instances() {
    let rows: &[Row<'_>] = &[
        (
            "no recurrence, so no RECURRENCE-ID",
            "DTSTART;TZID=Europe/Berlin:20270603T090000\nDTEND;TZID=Europe/Berlin:20270603T100000",
            &["DTSTART:20270603T070000Z\nDTEND:20270603T080000Z"],
        ),
        (
            "op-17: the first instance too",
            "DTSTART:20270628T090000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY",
            &[
                "DTSTART:20270628T090000Z\nDURATION:PT1H\nRECURRENCE-ID:20270628T090000Z",
                "DTSTART:20270629T090000Z\nDURATION:PT1H\nRECURRENCE-ID:20270629T090000Z",
                "DTSTART:20270630T090000Z\nDURATION:PT1H\nRECURRENCE-ID:20270630T090000Z",
            ],
        ),
        (
            "op-17: a single one in the range",
            "DTSTART:20270628T090000Z\nRRULE:FREQ=YEARLY",
            &["DTSTART:20270628T090000Z\nRECURRENCE-ID:20270628T090000Z"],
        ),
        (
            "op-18: days stay",
            "DTSTART;VALUE=DATE:20200628\nDTEND;VALUE=DATE:20200630\nRRULE:FREQ=YEARLY",
            &["DTSTART;VALUE=DATE:20270628\nDTEND;VALUE=DATE:20270630\nRECURRENCE-ID;VALUE=DATE:20270628"],
        ),
        (
            "op-18: floating times stay",
            "DTSTART:20200628T090000\nDTEND:20200628T100000\nRRULE:FREQ=YEARLY",
            &["DTSTART:20270628T090000\nDTEND:20270628T100000\nRECURRENCE-ID:20270628T090000"],
        ),
        (
            "op-18: the zone of the collection says whether they are in the range",
            "DTSTART:20270601T010000\nDURATION:PT30M",
            &[],
        ),
        (
            "EXDATE, RDATE and EXRULE are gone",
            "DTSTART:20270601T090000Z\nRRULE:FREQ=WEEKLY;COUNT=3\nEXDATE:20270608T090000Z\n\
             RDATE:20270603T090000Z\nEXRULE:FREQ=DAILY;COUNT=1",
            &[
                "DTSTART:20270603T090000Z\nRECURRENCE-ID:20270603T090000Z",
                "DTSTART:20270615T090000Z\nRECURRENCE-ID:20270615T090000Z",
            ],
        ),
        (
            "an RDATE with an end of its own",
            "DTSTART:20270501T090000Z\nDTEND:20270501T100000Z\nRDATE;VALUE=PERIOD:20270603T090000Z/PT3H",
            &["DTSTART:20270603T090000Z\nDTEND:20270603T120000Z\nRECURRENCE-ID:20270603T090000Z"],
        ),
        (
            "the same with a DURATION",
            "DTSTART:20270501T090000Z\nDURATION:PT1H\nRDATE;VALUE=PERIOD:20270603T090000Z/PT3H",
            &["DTSTART:20270603T090000Z\nDURATION:PT3H\nRECURRENCE-ID:20270603T090000Z"],
        ),
        (
            "the same without an end",
            "DTSTART:20270501T090000Z\nRDATE;VALUE=PERIOD:20270603T090000Z/PT3H",
            &["DTSTART:20270603T090000Z\nDURATION:PT3H\nRECURRENCE-ID:20270603T090000Z"],
        ),
        (
            "other parameters stay",
            "DTSTART;X-A=\"1:2\";TZID=Europe/Berlin:20270603T090000",
            &["DTSTART;X-A=\"1:2\":20270603T070000Z"],
        ),
        (
            "other times in a zone, and what has a zone without being a time",
            "DTSTART:20270603T070000Z\nX-TIMES;TZID=Europe/Berlin:20270603T090000,20270103T090000\n\
             X-TEXT;TZID=Europe/Berlin;X-A=1:tomorrow\nX-SPAN;VALUE=PERIOD;TZID=Europe/Berlin:20270603T090000/PT1H",
            &["DTSTART:20270603T070000Z\nX-TIMES:20270603T070000Z,20270103T080000Z\nX-TEXT;X-A=1:tomorrow\n\
               X-SPAN;VALUE=PERIOD:20270603T070000Z/PT1H"],
        ),
        ("outside of the range", "DTSTART:20270703T070000Z", &[]),
        ("9.9: it ends when the range starts", "DTSTART:20270531T230000Z\nDURATION:PT1H", &[]),
    ];
    for (case, lines, instances) in rows {
        let event = |lines: &str| format!("BEGIN:VEVENT\nUID:1\n{lines}\nSUMMARY:It\nEND:VEVENT\n");
        let expected: String = instances
            .iter()
            .map(|lines| match lines.split_once("\nRECURRENCE-ID") {
                // What is added stands behind what was there.
                Some((times, id)) => {
                    format!("BEGIN:VEVENT\nUID:1\n{times}\nSUMMARY:It\nRECURRENCE-ID{id}\nEND:VEVENT\n")
                }
                None => event(lines),
            })
            .collect();
        let found = expanded(&event(lines));
        assert_eq!(sorted(&found), sorted(&expected), "{case}:\n{found}");
    }
}

#[test]
fn a_day_is_as_long_as_clocks_make_it() {
    // Clocks are put forward on 28 March 2027.
    let event = "BEGIN:VEVENT\nUID:1\nDTSTART;TZID=Europe/Berlin:20270326T120000\nDURATION:P1D\nRRULE:FREQ=DAILY;COUNT=3\nEND:VEVENT\n";
    let request = expand(span("20270301", "20270401"));
    let shaped = shape(&request, event, &mut ShapingBudget::default()).unwrap();
    let lines: Vec<_> =
        shaped.lines().filter(|line| line.starts_with("DTSTART") || line.starts_with("DURATION")).collect();
    let expected = [
        "DTSTART:20270326T110000Z",
        "DURATION:P1D",
        "DTSTART:20270327T110000Z",
        "DURATION:PT23H",
        "DTSTART:20270328T100000Z",
        "DURATION:P1D",
    ];
    assert_eq!(lines, expected);
}

#[test]
fn overrides_are_instances() {
    let series = "
BEGIN:VEVENT
UID:1
DTSTART;TZID=Europe/Berlin:20270607T090000
DURATION:PT1H
RRULE:FREQ=WEEKLY
SUMMARY:Weekly
END:VEVENT
BEGIN:VEVENT
UID:1
RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:20270614T090000
DTSTART;TZID=Europe/Berlin:20270614T100000
DTEND;TZID=Europe/Berlin:20270614T120000
SUMMARY:Later
END:VEVENT
BEGIN:VEVENT
UID:1
RECURRENCE-ID;TZID=America/New_York:20270621T030000
SUMMARY:As it was
END:VEVENT
BEGIN:VEVENT
UID:1
RECURRENCE-ID;TZID=Europe/Berlin:20270705T090000
DTSTART;VALUE=DATE:20270630
SUMMARY:Moved into the range
END:VEVENT
BEGIN:VEVENT
UID:1
RECURRENCE-ID;TZID=Europe/Berlin:20270607T090000
DTSTART;TZID=Europe/Berlin:20270507T090000
SUMMARY:Moved out of it
END:VEVENT
";
    let expected = "
BEGIN:VEVENT
UID:1
RECURRENCE-ID:20270614T070000Z
DTSTART:20270614T080000Z
DTEND:20270614T100000Z
SUMMARY:Later
END:VEVENT
BEGIN:VEVENT
UID:1
RECURRENCE-ID:20270621T070000Z
SUMMARY:As it was
DTSTART:20270621T070000Z
DURATION:PT1H
END:VEVENT
BEGIN:VEVENT
UID:1
RECURRENCE-ID:20270628T070000Z
DTSTART:20270628T080000Z
DTEND:20270628T100000Z
SUMMARY:Later
END:VEVENT
BEGIN:VEVENT
UID:1
RECURRENCE-ID:20270705T070000Z
DTSTART;VALUE=DATE:20270630
SUMMARY:Moved into the range
END:VEVENT
";
    assert_eq!(expanded(series), expected.trim_start());
    // RFC 4791 §4.1: overrides without their master.
    let alone: String = series.split_inclusive("END:VEVENT\n").skip(1).take(1).collect();
    assert_eq!(
        expanded(&alone),
        "BEGIN:VEVENT\nUID:1\nRECURRENCE-ID:20270614T070000Z\nDTSTART:20270614T080000Z\nDTEND:20270614T100000Z\n\
         SUMMARY:Later\nEND:VEVENT\n"
    );
}

/// What is malformed is told by the times that it is read to have.
#[test]
fn times_that_are_not_said() {
    let master = "BEGIN:VEVENT\nUID:1\nDTSTART:20270507T090000Z\nDTEND:20270507T100000Z\nRRULE:FREQ=MONTHLY\nEND:VEVENT\n";
    let one = "BEGIN:VEVENT\nUID:1\nRECURRENCE-ID:20270607T090000Z\nDTEND:20270608T120000Z\nEND:VEVENT\n";
    assert_eq!(
        expanded(&format!("{master}{one}")),
        "BEGIN:VEVENT\nUID:1\nRECURRENCE-ID:20270607T090000Z\nDTEND:20270607T100000Z\nDTSTART:20270607T090000Z\nEND:VEVENT\n",
        "an end without a start: the times are those of the master"
    );
    let to_do =
        "BEGIN:VTODO\nUID:1\nDUE:20270507T090000Z\nRDATE;VALUE=PERIOD:20270607T090000Z/PT1H\nEND:VTODO\n";
    assert_eq!(
        expanded(to_do),
        "BEGIN:VTODO\nUID:1\nDUE:20270607T100000Z\nDTSTART:20270607T090000Z\nRECURRENCE-ID:20270607T090000Z\nEND:VTODO\n",
        "a to-do without a start, and one of its instances lasts"
    );
    let busy = "BEGIN:VFREEBUSY\nUID:1\nDTSTART:20270507T090000Z\nRDATE;VALUE=PERIOD:20270607T090000Z/PT1H\nEND:VFREEBUSY\n";
    assert!(expanded(busy).contains("DTEND:20270607T100000Z\n"), "a VFREEBUSY has no DURATION");
}

#[test]
fn recurrence_ids_in_the_form_of_the_master() {
    for (case, master, stated, expected) in [
        ("zoned", ";TZID=Europe/Berlin:20270607T090000", ";VALUE=DATE:20270614", ":20270614T070000Z"),
        ("zoned, floating", ";TZID=Europe/Berlin:20270607T090000", ":20270614T090000", ":20270614T070000Z"),
        ("zoned, UTC", ";TZID=Europe/Berlin:20270607T090000", ":20270614T070000Z", ":20270614T070000Z"),
        ("a day", ";VALUE=DATE:20270607", ":20270614T090000", ";VALUE=DATE:20270614"),
        ("floating", ":20270607T090000", ";TZID=Europe/Berlin:20270614T090000", ":20270614T090000"),
    ] {
        let found = expanded(&format!(
            "BEGIN:VEVENT\nUID:1\nDTSTART{master}\nRRULE:FREQ=WEEKLY;COUNT=2\nEND:VEVENT\n\
             BEGIN:VEVENT\nUID:1\nRECURRENCE-ID{stated}\nDTSTART:20270615T090000Z\nEND:VEVENT\n"
        ));
        let ids: Vec<_> = found.lines().filter(|line| line.starts_with("RECURRENCE-ID")).collect();
        assert_eq!(ids.last(), Some(&&*format!("RECURRENCE-ID{expected}")), "{case}: {found}");
        assert_eq!(ids.len(), 2, "{case}: {found}");
    }
}

#[test]
fn to_dos_journals_and_the_rest() {
    let due = "BEGIN:VTODO\nUID:1\nDUE;TZID=Europe/Berlin:20270603T090000\nRRULE:FREQ=YEARLY\nEND:VTODO\n";
    assert_eq!(
        expanded(due),
        "BEGIN:VTODO\nUID:1\nDUE:20270603T070000Z\nRECURRENCE-ID:20270603T070000Z\nEND:VTODO\n"
    );
    let both = "BEGIN:VTODO\nUID:1\nDTSTART;VALUE=DATE:20270603\nDUE;VALUE=DATE:20270605\nEND:VTODO\n";
    assert_eq!(expanded(both), both);
    // §9.9: a to-do without any time overlaps all ranges, one that was done overlaps that of its end.
    let undated = "BEGIN:VTODO\nUID:1\nX-AT;TZID=Europe/Berlin:20270603T090000\nEND:VTODO\n";
    assert_eq!(expanded(undated), "BEGIN:VTODO\nUID:1\nX-AT:20270603T070000Z\nEND:VTODO\n");
    let done = "BEGIN:VTODO\nUID:1\nCOMPLETED:20270403T070000Z\nEND:VTODO\n";
    assert_eq!(expanded(done), "");
    let journal = "BEGIN:VJOURNAL\nUID:1\nDTSTART;VALUE=DATE:20260603\nRRULE:FREQ=YEARLY\nEND:VJOURNAL\n";
    assert_eq!(
        expanded(journal),
        "BEGIN:VJOURNAL\nUID:1\nDTSTART;VALUE=DATE:20270603\nRECURRENCE-ID;VALUE=DATE:20270603\nEND:VJOURNAL\n"
    );
    assert_eq!(expanded("BEGIN:VJOURNAL\nUID:1\nEND:VJOURNAL\n"), "", "§9.9: it overlaps nothing");
    let busy = "BEGIN:VFREEBUSY\nUID:1\nFREEBUSY:20270603T070000Z/PT1H\nEND:VFREEBUSY\n";
    assert_eq!(expanded(busy), busy);
    assert_eq!(expanded(&busy.replace("2027", "2026")), "");
    // §9.9: DTSTART without DTEND does not say when it is.
    let started = busy.replace("FREEBUSY:2", "DTSTART:20260603T070000Z\nFREEBUSY:2");
    assert_eq!(expanded(&started), started);
    let elsewhere =
        "BEGIN:VFREEBUSY\nUID:1\nDTSTART:20270603T070000Z\nFREEBUSY:20260603T070000Z/PT1H\nEND:VFREEBUSY\n";
    assert_eq!(expanded(elsewhere), "");
    // Nothing says when components of other kinds overlap a range.
    let other = "BEGIN:X-THING\nUID:1\nDTSTART;TZID=Europe/Berlin:20270103T090000\nBEGIN:X-PART\nEND:X-PART\nEND:X-THING\n";
    let told = other.replace(";TZID=Europe/Berlin:20270103T090000", ":20270103T080000Z");
    assert_eq!(expanded(other), told);
    let recurring = other.replace("BEGIN:X-PART", "RRULE:FREQ=YEARLY;BYMONTH=6\nBEGIN:X-PART");
    assert!(expanded(&recurring).contains("DTSTART:20270603T070000Z\n"));
}

#[test]
fn availability_is_told_by_its_instances() {
    let availability = "
BEGIN:VAVAILABILITY
UID:1
DTSTART;TZID=Europe/Berlin:20270101T000000
BEGIN:AVAILABLE
UID:2
DTSTART;TZID=Europe/Berlin:20270107T090000
DURATION:PT8H
RRULE:FREQ=MONTHLY
END:AVAILABLE
BEGIN:X-PART
END:X-PART
END:VAVAILABILITY
";
    let expected = "
BEGIN:VAVAILABILITY
UID:1
DTSTART:20261231T230000Z
BEGIN:AVAILABLE
UID:2
DTSTART:20270607T070000Z
DURATION:PT8H
RECURRENCE-ID:20270607T070000Z
END:AVAILABLE
BEGIN:X-PART
END:X-PART
END:VAVAILABILITY
";
    assert_eq!(expanded(availability), expected.trim_start());
}

#[test]
fn alarms_stay_and_zones_go() {
    let event = "
BEGIN:VTIMEZONE
TZID:Office
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0130
TZOFFSETTO:+0130
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:1
DTSTART;TZID=Office:20270603T090000
BEGIN:VALARM
ACTION:AUDIO
TRIGGER:-PT10M
END:VALARM
BEGIN:VALARM
ACTION:AUDIO
TRIGGER;VALUE=DATE-TIME:20270603T060000Z
END:VALARM
END:VEVENT
";
    let expected = event.split_once("END:VTIMEZONE\n").unwrap().1;
    assert_eq!(expanded(event), expected.replace(";TZID=Office:20270603T090000", ":20270603T073000Z"));
}

#[test]
fn what_is_expanded_is_chosen_from() {
    let event = Comp::new(ComponentName::VEvent)
        .with_prop(Prop::new(PropertyName::DtStart))
        .with_prop(Prop::new(PropertyName::RecurrenceId).without_value());
    let comp = Comp::new(ComponentName::VCalendar).with_comp(event);
    let request = CalendarDataRequest { comp: Some(comp), ..expand(span("20270601", "20270701")) };
    let series = "BEGIN:VEVENT\nUID:1\nDTSTART:20270603T090000Z\nRRULE:FREQ=YEARLY\nEND:VEVENT\n\
                  BEGIN:VTODO\nUID:2\nRRULE:FREQ=DAILY\nEND:VTODO\n";
    // What is not asked for need not be expanded: the to-do could not be.
    assert_eq!(
        shape(&request, series, &mut ShapingBudget::default()).unwrap(),
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20270603T090000Z\nRECURRENCE-ID:\nEND:VEVENT\nEND:VCALENDAR\n"
    );
    let error =
        shape(&expand(span("20270601", "20270701")), series, &mut ShapingBudget::default()).unwrap_err();
    let ShapingError::Recurrence(error) = error else { panic!("{error}") };
    assert_eq!(error.kind(), &RecurrenceErrorKind::MissingStart);
}

#[test]
fn an_expansion_has_bounds() {
    let event = "BEGIN:VEVENT\nUID:1\nDTSTART:20270601T000000Z\nRRULE:FREQ=SECONDLY\nEND:VEVENT\n";
    let request = expand(span("20270601", "20270701"));
    for (case, budget, expected) in [
        ("steps", ShapingBudget::new(Budget::new(10, 1_000), 1_000_000), Some(BudgetKind::Steps)),
        (
            "instances",
            ShapingBudget::new(Budget::new(100_000, 1_000), 1_000_000),
            Some(BudgetKind::Instances),
        ),
        ("octets", ShapingBudget::new(Budget::new(100_000, 1_000), 5_000), None),
    ] {
        let mut budget = budget;
        let error = shape(&request, event, &mut budget).unwrap_err();
        assert!(error.precondition().is_some(), "{case}");
        match error {
            ShapingError::Budget(error) => assert_eq!(Some(error.kind()), expected, "{case}"),
            ShapingError::Octets { limit } => assert_eq!((limit, expected), (5_000, None), "{case}"),
            error => panic!("{case}: {error}"),
        }
    }
    // What is spent is spent for the objects that follow.
    let one = event.replace("RRULE:FREQ=SECONDLY\n", "");
    let mut budget = ShapingBudget::new(Budget::new(100, 2), 1_000);
    assert!(shape(&request, &one, &mut budget).is_ok());
    assert!(budget.octets_left() < 1_000);
    assert!(shape(&request, &one, &mut budget).is_ok());
    assert!(shape(&request, &one, &mut budget).is_err());
}

/// The lines of each event, in whatever order.
fn sorted(text: &str) -> Vec<Vec<&str>> {
    let mut events: Vec<Vec<&str>> =
        text.split_terminator("END:VEVENT\n").map(|event| event.lines().collect()).collect();
    events.iter_mut().for_each(|lines| lines.sort_unstable());
    events
}

/// What refuses a calendar by default may be read otherwise, as a query is.
#[test]
fn other_readings_of_recurrence() {
    let text = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;TZID=Nowhere:20270603T090000\r\n\
                RRULE:FREQ=WEEKLY;COUNT=2\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    let calendar = Calendar::parse(text).unwrap();
    let source = ZoneSource::new();
    let zones = Zones::new(&calendar, &source);
    for recurrences in [Recurrences::Expand, Recurrences::LimitRecurrenceSet] {
        let recurrences = Some(recurrences(span("20270601", "20270701")));
        let request = CalendarDataRequest { recurrences, ..CalendarDataRequest::default() };
        let is_expanded = matches!(recurrences, Some(Recurrences::Expand(_)));
        let refused = request.shape(&calendar, &zones, &Zone::utc(), &mut ShapingBudget::default());
        assert_eq!(refused.is_err(), is_expanded, "without overrides there is nothing to limit");
        let options = RecurrenceOptions::default().with_unknown_zone(UnknownZone::Float);
        let shaped = request
            .shape_with_options(&calendar, &zones, &Zone::utc(), options, &mut ShapingBudget::default())
            .unwrap();
        assert_eq!(shaped.text().contains("DTSTART:20270610T090000\r\n"), is_expanded, "{}", shaped.text());
    }
}
