//! The tables of RFC 4791 §9.9 and RFC 7953 §7.2.2, a second around each edge.

use ical_model::time_zone::Zone;

use crate::ask::{ask, ask_in, calendar, comp, filter, prop, range};

/// The window `from/to` of minutes after noon of 10 January 2027; an absent end is open.
fn minutes(window: &str) -> String {
    let time = |text: &str| match text.parse::<i64>() {
        Ok(minute) => {
            let noon = chrono::DateTime::from_timestamp(1_799_582_400, 0).unwrap();
            (noon + chrono::TimeDelta::minutes(minute)).format("%Y%m%dT%H%M%SZ").to_string()
        }
        Err(_) => String::new(),
    };
    let (from, to) = window.split_once('/').unwrap();
    format!("{}/{}", time(from), time(to))
}

/// The row of the table, the component, its lines, windows that it overlaps, and windows that it does not.
type Row<'a> = (&'a str, &'a str, &'a str, &'a [&'a str], &'a [&'a str]);

fn rows(rows: &[Row<'_>]) {
    for (row, component, lines, inside, outside) in rows {
        let calendar = calendar(&format!("BEGIN:{component}\nUID:1\n{lines}\nEND:{component}"));
        for (windows, expected) in [(inside, true), (outside, false)] {
            for window in *windows {
                let filter = filter(comp(component).with_time_range(range(&minutes(window))));
                assert_eq!(ask(&filter, &calendar), expected, "{row}: {window}");
            }
        }
    }
}

#[test]
fn events() {
    let start = "DTSTART:20270110T120000Z";
    let none = "DTSTART:20270110T120000Z\nDURATION:PT0S";
    rows(&[
        (
            "Y N N *",
            "VEVENT",
            &format!("{start}\nDTEND:20270110T121000Z"),
            &["9/20", "-5/1", "3/4", "0/10", "/1", "9/"],
            &["10/20", "-5/0", "/0", "10/"],
        ),
        (
            "N Y Y *",
            "VEVENT",
            &format!("{start}\nDURATION:PT10M"),
            &["9/20", "-5/1", "3/4"],
            &["10/20", "-5/0"],
        ),
        ("N Y N *", "VEVENT", none, &["0/1", "-1/1", "0/", "/1"], &["-1/0", "1/2", "/0", "1/"]),
        ("N N N Y", "VEVENT", start, &["0/1", "-1/1"], &["-1/0", "1/2"]),
        (
            "N N N N",
            "VEVENT",
            "DTSTART;VALUE=DATE:20270110",
            &["719/800", "-800/-719", "0/1"],
            &["720/800", "-800/-720"],
        ),
        (
            "op-04: DTEND is DTSTART",
            "VEVENT",
            &format!("{start}\nDTEND:20270110T120000Z"),
            &["0/1"],
            &["-1/0", "1/2"],
        ),
        ("without DTSTART", "VEVENT", "SUMMARY:x", &[], &["/0", "0/", "0/1"]),
    ]);
}

#[test]
fn to_dos() {
    let start = "DTSTART:20270110T120000Z";
    rows(&[
        (
            "Y Y N * *",
            "VTODO",
            &format!("{start}\nDURATION:PT10M"),
            &["10/20", "-5/1", "3/4", "/1", "10/"],
            &["11/20", "-5/0", "/0", "11/"],
        ),
        (
            "Y N Y * *",
            "VTODO",
            &format!("{start}\nDUE:20270110T121000Z"),
            &["9/20", "-5/1", "3/4"],
            &["10/20", "-5/0"],
        ),
        (
            "Y N Y * *, op-03: DUE is DTSTART",
            "VTODO",
            &format!("{start}\nDUE:20270110T120000Z"),
            &["0/1", "-5/0"],
            &["1/20", "-5/-1"],
        ),
        ("Y N N * *", "VTODO", start, &["0/1", "-5/1"], &["-5/0", "1/2"]),
        ("N N Y * *", "VTODO", "DUE:20270110T120000Z", &["-1/1", "-5/0"], &["0/1", "-5/-1"]),
        (
            "N N N Y Y",
            "VTODO",
            "CREATED:20270110T120000Z\nCOMPLETED:20270110T121000Z",
            &["10/20", "-5/0", "3/4", "0/10"],
            &["11/20", "-5/-1"],
        ),
        ("N N N Y N", "VTODO", "COMPLETED:20270110T120000Z", &["0/1", "-1/0"], &["1/2", "-2/-1"]),
        ("N N N N Y", "VTODO", "CREATED:20270110T120000Z", &["0/1", "5/6", "/1"], &["-1/0", "/0"]),
        ("N N N N N", "VTODO", "SUMMARY:x", &["0/1", "/0", "0/"], &[]),
    ]);
}

#[test]
fn journals_and_free_busy() {
    let busy = "FREEBUSY;FBTYPE=FREE:20270110T120000Z/20270110T121000Z\n\
                FREEBUSY:20270110T130000Z/PT10M,20270110T140000Z/PT1M";
    rows(&[
        ("VJOURNAL Y Y", "VJOURNAL", "DTSTART:20270110T120000Z", &["0/1", "-1/1"], &["-1/0", "1/2"]),
        (
            "VJOURNAL Y N",
            "VJOURNAL",
            "DTSTART;VALUE=DATE:20270110",
            &["719/800", "-800/-719"],
            &["720/800", "-800/-720"],
        ),
        ("VJOURNAL N *", "VJOURNAL", "SUMMARY:x", &[], &["0/1", "/0", "0/"]),
        (
            "VFREEBUSY Y *",
            "VFREEBUSY",
            &format!("DTSTART:20270110T120000Z\nDTEND:20270110T121000Z\n{busy}"),
            &["10/20", "-5/1", "3/4"],
            &["11/20", "-5/0", "60/61"],
        ),
        (
            "VFREEBUSY N Y",
            "VFREEBUSY",
            busy,
            &["9/20", "-5/1", "69/90", "119/121"],
            &["10/60", "-5/0", "70/120", "121/122"],
        ),
        (
            "VFREEBUSY N Y: one of the ends is not both",
            "VFREEBUSY",
            &format!("DTSTART:20270110T100000Z\n{busy}"),
            &["9/20", "60/61"],
            &["-120/-119", "10/60"],
        ),
        (
            "VFREEBUSY N Y: DURATION is ignored (op-07)",
            "VFREEBUSY",
            &format!("DTSTART:20270110T100000Z\nDURATION:PT10H\n{busy}"),
            &["9/20"],
            &["-60/-59"],
        ),
        ("VFREEBUSY N N", "VFREEBUSY", "SUMMARY:x", &[], &["0/1", "/0", "0/"]),
    ]);
}

#[test]
fn availability() {
    let start = "DTSTART:20270110T120000Z";
    rows(&[
        (
            "RFC 7953 Y Y N",
            "VAVAILABILITY",
            &format!("{start}\nDTEND:20270110T121000Z"),
            &["9/20", "-5/1", "3/4"],
            &["10/20", "-5/0"],
        ),
        (
            "RFC 7953 Y N Y",
            "VAVAILABILITY",
            &format!("{start}\nDURATION:PT10M"),
            &["9/20", "-5/1"],
            &["10/20", "-5/0"],
        ),
        ("RFC 7953 Y N N", "VAVAILABILITY", start, &["-5/1", "500/501", "9/"], &["-5/0", "/0"]),
        ("RFC 7953 N Y N", "VAVAILABILITY", "DTEND:20270110T120000Z", &["-1/1", "/0"], &["0/1", "0/"]),
        ("RFC 7953 N N *", "VAVAILABILITY", "DURATION:PT1H", &["0/1", "/0", "0/"], &[]),
    ]);
}

#[test]
fn alarms() {
    let alarm = |lines: &str| format!("BEGIN:VALARM\n{lines}\nEND:VALARM");
    let event = |lines: &str, alarms: &str| {
        calendar(&format!(
            "BEGIN:VEVENT\nUID:1\nDTSTART:20270110T120000Z\nDURATION:PT1H\n{lines}\n{alarms}\nEND:VEVENT"
        ))
    };
    for (section, calendar, inside, outside) in [
        (
            "9.9",
            event("X-A:1", &alarm("TRIGGER:-PT30M")),
            &["-30/-29", "-40/-29"][..],
            &["-40/-30", "-29/0"][..],
        ),
        (
            "9.9: repeated",
            event("X-A:1", &alarm("TRIGGER:-PT30M\nREPEAT:2\nDURATION:PT10M")),
            &["-30/-29", "-20/-19", "-10/-9"],
            &["-29/-20", "-19/-10", "-9/0"],
        ),
        (
            "RELATED=END",
            event("X-A:1", &alarm("TRIGGER;RELATED=END:PT5M")),
            &["65/66"],
            &["64/65", "66/67", "5/6"],
        ),
        (
            "a time of its own",
            event("RRULE:FREQ=DAILY", &alarm("TRIGGER;VALUE=DATE-TIME:20270110T130000Z")),
            &["60/61"],
            &["59/60", "61/62", "1500/1501"],
        ),
        (
            "every instance",
            event("RRULE:FREQ=DAILY;COUNT=3", &alarm("TRIGGER:-PT30M")),
            &["-30/-29", "1410/1411", "2850/2851"],
            &["4290/4291", "0/1"],
        ),
        ("without alarms", event("X-A:1", ""), &[], &["/0", "0/"]),
        ("one that cannot be read", event("X-A:1", &alarm("TRIGGER:soon")), &[], &["/0", "0/"]),
    ] {
        for (windows, expected) in [(inside, true), (outside, false)] {
            for window in windows {
                let of_alarm = comp("VALARM").with_time_range(range(&minutes(window)));
                let filter = filter(comp("VEVENT").with_comp_filter(of_alarm));
                assert_eq!(ask(&filter, &calendar), expected, "{section}: {window}");
            }
        }
    }
}

#[test]
fn properties() {
    let event = |lines: &str| calendar(&format!("BEGIN:VEVENT\nUID:1\n{lines}\nEND:VEVENT"));
    let to_do = |lines: &str| calendar(&format!("BEGIN:VTODO\nUID:1\n{lines}\nEND:VTODO"));
    let start = "DTSTART:20270110T120000Z";
    let inside = &["0/1", "-5/1", "/1", "0/"][..];
    let outside = &["-5/0", "1/2", "/0", "1/"][..];
    for (section, component, name, calendar, inside, outside) in [
        ("9.9 CREATED", "VEVENT", "CREATED", event("CREATED:20270110T120000Z"), inside, outside),
        (
            "9.9 LAST-MODIFIED",
            "VEVENT",
            "LAST-MODIFIED",
            event("LAST-MODIFIED:20270110T120000Z"),
            inside,
            outside,
        ),
        ("9.9 DTSTAMP", "VEVENT", "DTSTAMP", event("DTSTAMP:20270110T120000Z"), inside, outside),
        ("9.9 COMPLETED", "VTODO", "COMPLETED", to_do("COMPLETED:20270110T120000Z"), inside, outside),
        ("9.9 DTSTART", "VEVENT", "DTSTART", event(start), inside, outside),
        (
            "9.9 DTEND",
            "VEVENT",
            "DTEND",
            event("DTSTART:20270110T110000Z\nDTEND:20270110T120000Z"),
            inside,
            outside,
        ),
        (
            "9.9 effective DTEND",
            "VEVENT",
            "DTEND",
            event("DTSTART:20270110T110000Z\nDURATION:PT1H"),
            inside,
            outside,
        ),
        ("9.9 neither DTEND nor DURATION", "VEVENT", "DTEND", event(start), &[], &["/0", "0/", "0/1"]),
        ("9.9 DUE", "VTODO", "DUE", to_do("DUE:20270110T120000Z"), inside, outside),
        (
            "9.9 effective DUE",
            "VTODO",
            "DUE",
            to_do("DTSTART:20270110T110000Z\nDURATION:PT1H"),
            inside,
            outside,
        ),
        ("9.9 no DTSTART", "VTODO", "DTSTART", to_do("DUE:20270110T120000Z"), &[], &["/0", "0/"]),
        (
            "9.9 every instance",
            "VEVENT",
            "DTSTART",
            event("DTSTART:20270109T120000Z\nRRULE:FREQ=DAILY;COUNT=2"),
            &["0/1", "-1440/-1439"],
            &["1/2", "1440/1441"],
        ),
        (
            "9.9 every instance",
            "VEVENT",
            "DTEND",
            event("DTSTART:20270109T110000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=2"),
            &["0/1", "-1440/-1439"],
            &["-60/0", "1440/1441"],
        ),
        (
            "a list",
            "VEVENT",
            "EXDATE",
            event("EXDATE:20270101T000000Z,20270110T120000Z"),
            inside,
            &["-5/0", "1/2"],
        ),
        (
            "one of several lines",
            "VEVENT",
            "RDATE",
            event("RDATE:20270101T000000Z\nRDATE:20270110T120000Z"),
            inside,
            &["-5/0"],
        ),
        (
            "a period",
            "VEVENT",
            "RDATE",
            event("RDATE;VALUE=PERIOD:20270110T120000Z/PT5M"),
            &["4/9", "0/1"],
            &["5/9", "-5/0"],
        ),
        ("one's own", "VEVENT", "X-WHEN", event("X-WHEN;VALUE=DATE-TIME:20270110T120000Z"), inside, outside),
        ("one's own without VALUE", "VEVENT", "X-WHEN", event("X-WHEN:20270110T120000Z"), inside, outside),
        ("one's own that is no date", "VEVENT", "X-WHEN", event("X-WHEN:noon"), &[], &["/0", "0/"]),
        ("zoned", "VEVENT", "DTSTART", event("DTSTART;TZID=Europe/Berlin:20270110T130000"), inside, outside),
        ("zoned", "VEVENT", "EXDATE", event("EXDATE;TZID=Europe/Berlin:20270110T130000"), inside, outside),
        (
            "a day begins at midnight",
            "VEVENT",
            "EXDATE",
            event("EXDATE;VALUE=DATE:20270110"),
            &["-720/-719"],
            &["-719/720"],
        ),
    ] {
        for (windows, expected) in [(inside, true), (outside, false)] {
            for window in windows {
                let of_property = prop(name).with_time_range(range(&minutes(window)));
                let filter = filter(comp(component).with_prop_filter(of_property));
                assert_eq!(ask(&filter, &calendar), expected, "{section} {name}: {window}");
            }
        }
    }
}

#[test]
fn days_and_floating_times() {
    let day = calendar("BEGIN:VEVENT\nUID:1\nDTSTART;VALUE=DATE:20270110\nEND:VEVENT");
    let floating = calendar("BEGIN:VEVENT\nUID:1\nDTSTART:20270110T120000\nEND:VEVENT");
    let exdate = calendar("BEGIN:VEVENT\nUID:1\nEXDATE:20270110T120000\nEND:VEVENT");
    let utc = Zone::utc();
    let tokyo = Zone::iana("Asia/Tokyo").unwrap();
    let own = comp("VEVENT");
    for (section, calendar, zone, window, expected) in [
        ("7.3 UTC", &day, &utc, "-800/-719", true),
        ("7.3 UTC", &day, &utc, "-1300/-800", false),
        ("7.3 Tokyo", &day, &tokyo, "-1300/-1259", true),
        ("7.3 Tokyo", &day, &tokyo, "180/719", false),
        ("7.3 UTC", &floating, &utc, "0/1", true),
        ("7.3 UTC", &floating, &utc, "-540/-539", false),
        ("7.3 Tokyo", &floating, &tokyo, "-540/-539", true),
        ("7.3 Tokyo", &floating, &tokyo, "0/1", false),
    ] {
        let filter = filter(own.clone().with_time_range(range(&minutes(window))));
        assert_eq!(ask_in(&filter, calendar, zone).unwrap(), expected, "{section}: {window}");
    }
    for (zone, window, expected) in [(&utc, "0/1", true), (&tokyo, "0/1", false), (&tokyo, "-540/-539", true)]
    {
        let of_property = prop("EXDATE").with_time_range(range(&minutes(window)));
        let filter = filter(comp("VEVENT").with_prop_filter(of_property));
        assert_eq!(ask_in(&filter, &exdate, zone).unwrap(), expected, "9.8: {window}");
    }
}
