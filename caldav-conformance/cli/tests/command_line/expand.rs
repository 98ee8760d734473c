//! `expand`: when the components of a file take place.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::run::{Folder, Run, keys};

const KEYS: [&str; 13] = [
    "uid",
    "component",
    "recurrence_id",
    "recurrence_id_utc",
    "start",
    "start_tzid",
    "start_utc",
    "end",
    "end_tzid",
    "end_utc",
    "all_day",
    "summary",
    "status",
];

/// A stream of one VCALENDAR.
fn calendar(components: &str) -> String {
    let text = format!(
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Example Corp.//Example//EN\n{components}END:VCALENDAR\n"
    );
    text.replace('\n', "\r\n")
}

/// An event with a UID and these lines.
fn event(uid: &str, lines: &str) -> String {
    format!("BEGIN:VEVENT\nUID:{uid}\nDTSTAMP:20270101T000000Z\n{lines}\nEND:VEVENT\n")
}

fn expand(name: &str, text: &str, arguments: &str) -> Run {
    let folder = Folder::new(&format!("expand_{name}"));
    folder.write("a.ics", text);
    folder.run(["expand", "a.ics"].into_iter().chain(arguments.split(' ')))
}

#[track_caller]
fn objects(name: &str, text: &str, arguments: &str) -> Vec<Value> {
    expand(name, text, &format!("{arguments} --format json")).is_fine().objects()
}

/// UID and start of each instance.
fn starts(objects: &[Value]) -> Vec<String> {
    let text = |object: &Value, key: &str| object[key].as_str().unwrap().to_owned();
    objects.iter().map(|object| format!("{} {}", text(object, "uid"), text(object, "start"))).collect()
}

const JANUARY: &str = "--from 20270101 --to 20270201";

#[test]
fn fields() {
    let text = calendar(
        &(event(
            "1",
            "DTSTART;TZID=Europe/Berlin:20270105T090000\nDTEND;TZID=Europe/Lisbon:20270105T090000\nSUMMARY:Fog\\, later sun\nSTATUS:TENTATIVE",
        ) + &event("2", "DTSTART;VALUE=DATE:20270106\nRRULE:FREQ=DAILY;COUNT=2")
            + &event("2", "RECURRENCE-ID;VALUE=DATE:20270107\nDTSTART;VALUE=DATE:20270108\nDURATION:P2D")
            + &event("3", "DTSTART:20270109T090000\nDURATION:PT30M")),
    );
    let objects = objects("fields", &text, JANUARY);
    for object in &objects {
        assert_eq!(keys(object), KEYS);
    }
    let expected = [
        json!({"uid": "1", "component": "VEVENT", "recurrence_id": null, "recurrence_id_utc": null,
            "start": "20270105T090000", "start_tzid": "Europe/Berlin", "start_utc": "20270105T080000Z",
            "end": "20270105T090000", "end_tzid": "Europe/Lisbon", "end_utc": "20270105T090000Z",
            "all_day": false, "summary": "Fog, later sun", "status": "TENTATIVE"}),
        json!({"uid": "2", "component": "VEVENT", "recurrence_id": "20270106", "recurrence_id_utc": null,
            "start": "20270106", "start_tzid": null, "start_utc": null,
            "end": "20270107", "end_tzid": null, "end_utc": null,
            "all_day": true, "summary": null, "status": null}),
        json!({"uid": "2", "component": "VEVENT", "recurrence_id": "20270107", "recurrence_id_utc": null,
            "start": "20270108", "start_tzid": null, "start_utc": null,
            "end": "20270110", "end_tzid": null, "end_utc": null,
            "all_day": true, "summary": null, "status": null}),
        json!({"uid": "3", "component": "VEVENT", "recurrence_id": null, "recurrence_id_utc": null,
            "start": "20270109T090000", "start_tzid": null, "start_utc": null,
            "end": "20270109T093000", "end_tzid": null, "end_utc": null,
            "all_day": false, "summary": null, "status": null}),
    ];
    assert_eq!(objects, expected);
}

#[test]
fn floating_times_are_instants_in_a_zone() {
    let text = calendar(&event("1", "DTSTART:20270701T090000\nDURATION:PT1H"));
    let objects =
        objects("floating", &text, "--from 20270701T063000Z --to 20270701T073000Z --tz Europe/Berlin");
    assert_eq!(objects[0]["start_utc"], "20270701T070000Z");
    assert_eq!(objects[0]["end_utc"], "20270701T080000Z");
    assert_eq!(objects[0]["start_tzid"], Value::Null);
}

#[test]
fn sorted_over_all_series_of_the_file() {
    let text = calendar(
        &(event("a", "DTSTART:20270103T100000Z\nRRULE:FREQ=DAILY;COUNT=2")
            + &event("b", "DTSTART:20270102T100000Z\nRRULE:FREQ=DAILY;INTERVAL=2;COUNT=2")),
    ) + &calendar(&event("c", "DTSTART:20270103T093000Z"));
    let objects = objects("sorted", &text, JANUARY);
    let expected = [
        "b 20270102T100000Z",
        "c 20270103T093000Z",
        "a 20270103T100000Z",
        "a 20270104T100000Z",
        "b 20270104T100000Z",
    ];
    assert_eq!(starts(&objects), expected);
}

/// With Z instants, without it the local time of each event; both half open.
#[test]
fn windows() {
    let text = calendar(
        &(event("berlin", "DTSTART;TZID=Europe/Berlin:20270105T000000\nDURATION:PT1H")
            + &event("tokyo", "DTSTART;TZID=Asia/Tokyo:20270105T000000\nDURATION:PT1H")),
    );
    for (window, expected) in [
        ("--from 20270105 --to 20270106", &["berlin 20270105T000000", "tokyo 20270105T000000"][..]),
        ("--from 20270105T010000 --to 20270106T000000", &[]),
        ("--from 20270104T000000 --to 20270105T000000", &[]),
        ("--from 20270105T005959 --to 20270105T005959", &["berlin 20270105T000000", "tokyo 20270105T000000"]),
        ("--from 20270104T230000Z --to 20270104T230001Z", &["berlin 20270105T000000"]),
        ("--from 20270104T150000Z --to 20270104T230000Z", &["tokyo 20270105T000000"]),
        (
            "--from 20270104T000000Z --to 20270105T000000Z",
            &["tokyo 20270105T000000", "berlin 20270105T000000"],
        ),
    ] {
        assert_eq!(starts(&objects("windows", &text, window)), expected, "{window}");
    }
}

#[test]
fn components() {
    let text = calendar(
        "BEGIN:VTODO\nUID:todo\nDTSTAMP:20270101T000000Z\nDTSTART:20270105T000000Z\nEND:VTODO\n\
         BEGIN:VEVENT\nUID:event\nDTSTAMP:20270101T000000Z\nDTSTART:20270105T000000Z\nEND:VEVENT\n\
         BEGIN:VJOURNAL\nUID:journal\nDTSTAMP:20270101T000000Z\nDTSTART:20270105T000000Z\nEND:VJOURNAL\n",
    );
    for (arguments, expected) in [
        ("", &["todo", "event", "journal"][..]),
        (" --component VTODO", &["todo"]),
        (" --component vtodo --component VEVENT", &["todo", "event"]),
        (" --component VFREEBUSY", &[]),
    ] {
        let objects = objects("components", &text, &format!("{JANUARY}{arguments}"));
        let uids: Vec<_> = objects.iter().map(|object| object["uid"].as_str().unwrap()).collect();
        assert_eq!(uids, expected, "{arguments}");
    }
}

/// An instance for each time that an alarm goes off in the window, wherever the instance lies.
#[test]
fn alarms() {
    let alarm = |trigger: &str| format!("BEGIN:VALARM\nACTION:AUDIO\n{trigger}\nEND:VALARM");
    let text = calendar(
        &(event("week", &format!("DTSTART:20270108T090000Z\nRRULE:FREQ=WEEKLY\n{}", alarm("TRIGGER:-P1W")))
            + &event(
                "fixed",
                &format!(
                    "DTSTART:20270301T090000Z\nRRULE:FREQ=DAILY\n{}",
                    alarm("TRIGGER;VALUE=DATE-TIME:20270102T080000Z\nREPEAT:1\nDURATION:PT1H")
                ),
            )
            + &event("silent", "DTSTART:20270102T090000Z")),
    );
    let window = "--from 20270101T000000Z --to 20270109T000000Z --component VALARM";
    let told: Vec<_> = objects("alarms", &text, window)
        .iter()
        .map(|object| {
            ["uid", "start", "alarm_utc"].map(|key| object[key].as_str().unwrap().to_owned()).join(" ")
        })
        .collect();
    let expected = [
        "week 20270108T090000Z 20270101T090000Z",
        "week 20270115T090000Z 20270108T090000Z",
        "fixed 20270301T090000Z 20270102T080000Z",
        "fixed 20270301T090000Z 20270102T090000Z",
    ];
    assert_eq!(told, expected);
}

#[test]
fn what_cannot_be_expanded() {
    let text = calendar(
        &(event("bad", "DTSTART:20270102T100000Z\nRRULE:FREQ=NEVER")
            + &event("good", "DTSTART:20270103T100000Z")),
    );
    let refused = expand("bad", &text, JANUARY);
    assert_eq!((refused.status, refused.text()), (1, ""), "{refused:?}");
    assert!(refused.errors.contains("a.ics: line 4, column 1: VEVENT: expected a frequency"), "{refused:?}");
    let skipped = expand("bad", &text, &format!("{JANUARY} --skip-bad --format json"));
    assert_eq!((skipped.status, starts(&skipped.objects())), (0, vec!["good 20270103T100000Z".to_owned()]));
    assert!(skipped.errors.contains("line 4, column 1: VEVENT"), "{skipped:?}");
    let exhausted = expand("bad", &text, &format!("{JANUARY} --skip-bad --max-instances 0"));
    assert!(exhausted.errors.contains("0 instances"), "{exhausted:?}");
    for (what, text) in [("no calendar", "nothing"), ("nothing", "")] {
        let run = expand("no_calendar", text, JANUARY);
        assert_eq!((run.status, run.text()), (1, ""), "{what}: {run:?}");
    }
}

#[test]
fn a_zone_that_nobody_knows() {
    let text = calendar(&event("1", "DTSTART;TZID=Nowhere:20270105T090000"));
    let run = expand("nowhere", &text, &format!("{JANUARY} --format json"));
    assert_eq!(run.status, 0, "{run:?}");
    assert!(run.errors.contains("Nowhere") && run.errors.contains("floating"), "{run:?}");
    let object = &run.objects()[0];
    assert_eq!(
        (&object["start"], &object["start_tzid"], &object["start_utc"]),
        (&json!("20270105T090000"), &Value::Null, &Value::Null)
    );
}

#[test]
fn text_says_which_definition_of_a_zone_was_used() {
    let own = "BEGIN:VTIMEZONE\nTZID:Own\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0130\nTZOFFSETTO:+0130\nEND:STANDARD\nEND:VTIMEZONE\n";
    let zoned = |zone: &str| event(zone, &format!("DTSTART;TZID=\"{zone}\":20270105T090000"));
    let text = calendar(
        &(own.to_owned()
            + &zoned("Own")
            + &zoned("europe/berlin")
            + &zoned("W. Europe Standard Time")
            + &zoned("/mozilla.org/20050126_1/Europe/Paris")),
    );
    let run = expand("zones", &text, JANUARY);
    for line in [
        "Own: as the VTIMEZONE at line 4 defines it",
        "europe/berlin: as the IANA data define Europe/Berlin",
        "W. Europe Standard Time: the Windows name of Europe/Berlin of the IANA data",
        "/mozilla.org/20050126_1/Europe/Paris: taken for Europe/Paris of the IANA data",
        "4 instances of 4 series",
    ] {
        assert!(run.is_fine().text().lines().any(|found| found == line), "{line}: {run:?}");
    }
}

/// Worked out by hand from `examples/evening-course.ics`: Tuesdays and Thursdays, one left out, one moved, one more on a
/// Saturday, and half an hour later from 4 May on.
#[test]
fn the_example() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/evening-course.ics");
    let folder = Folder::new("expand_example");
    let run = folder.run(["expand", path.to_str().unwrap(), "--from", "20270323", "--to", "20270513"]);
    let expected = "\
Tue 2027-03-23 18:30-20:00  Lisbon  18:30Z  Portuguese for beginners
Wed 2027-03-31 17:00-18:30  Lisbon  16:00Z  Portuguese for beginners: a walk through Alfama  [override of 2027-03-30 18:30]
Thu 2027-04-01 18:30-20:00  Lisbon  17:30Z  Portuguese for beginners
Tue 2027-04-06 18:30-20:00  Lisbon  17:30Z  Portuguese for beginners
Thu 2027-04-08 18:30-20:00  Lisbon  17:30Z  Portuguese for beginners
Tue 2027-04-13 18:30-20:00  Lisbon  17:30Z  Portuguese for beginners
Thu 2027-04-15 18:30-20:00  Lisbon  17:30Z  Portuguese for beginners
Sat 2027-04-17 10:00-14:00  Lisbon  09:00Z  Portuguese for beginners
Tue 2027-04-20 18:30-20:00  Lisbon  17:30Z  Portuguese for beginners
Thu 2027-04-22 18:30-20:00  Lisbon  17:30Z  Portuguese for beginners
Tue 2027-04-27 18:30-20:00  Lisbon  17:30Z  Portuguese for beginners
Thu 2027-04-29 18:30-20:00  Lisbon  17:30Z  Portuguese for beginners
Tue 2027-05-04 19:00-20:30  Lisbon  18:00Z  Portuguese for beginners  [override of 2027-05-04 18:30]
Thu 2027-05-06 19:00-20:30  Lisbon  18:00Z  Portuguese for beginners  [override of 2027-05-06 18:30]
Tue 2027-05-11 18:30-20:00  Lisbon  17:30Z  Portuguese for beginners (cancelled)  [override]

15 instances of 1 series
Lisbon: as the VTIMEZONE at line 4 defines it
";
    assert_eq!(run.is_fine().text(), expected);
}

#[test]
fn columns_of_other_instances() {
    let text = calendar(
        &(event("days", "DTSTART;VALUE=DATE:20270105\nDTEND;VALUE=DATE:20270108\nSUMMARY:Away\u{202e}")
            + &event("night", "DTSTART:20270106T220000Z\nDTEND:20270107T060000Z\nSUMMARY:Night shift")
            + "BEGIN:VTODO\nUID:todo\nDTSTAMP:20270101T000000Z\nDTSTART;TZID=Asia/Tokyo:20270107T080000\nDUE;TZID=Europe/Berlin:20270107T020000\nEND:VTODO\n"),
    );
    let run = expand("columns", &text, JANUARY);
    let lines: Vec<&str> = run.is_fine().text().lines().take(3).map(str::trim_end).collect();
    let expected = [
        "Tue 2027-01-05 to Thu 2027-01-07                                                 VEVENT Away\\u{202e}",
        "Wed 2027-01-06 22:00 to Thu 2027-01-07 06:00  UTC                                VEVENT Night shift",
        "Thu 2027-01-07 08:00-02:00 Europe/Berlin      Asia/Tokyo  01-06 23:00Z           VTODO todo",
    ];
    let words = |line: &str| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    for (line, expected) in lines.iter().zip(expected) {
        assert_eq!(words(line), words(expected));
    }
    let column = |line: &str, word: &str| line.find(word);
    assert_eq!(column(lines[0], "VEVENT"), column(lines[2], "VTODO"), "{lines:?}");
}

#[test]
fn the_standard_input_and_missing_files() {
    let folder = Folder::new("expand_input");
    let text = calendar(&event("1", "DTSTART:20270103T100000Z"));
    let run = folder
        .run_with_input("expand - --from 20270101 --to 20270201 --format json".split(' '), text.as_bytes());
    assert_eq!(starts(&run.is_fine().objects()), ["1 20270103T100000Z"]);
    let missing = folder.run("expand none.ics --from 20270101 --to 20270201".split(' '));
    assert_eq!((missing.status, missing.text()), (2, ""));
    assert!(missing.errors.contains("none.ics"), "{missing:?}");
}

#[test]
fn usage() {
    let text = calendar(&event("1", "DTSTART:20270103T100000Z"));
    for (arguments, why) in [
        ("--from 20270101", "--to"),
        ("--from 20270101 --to 2027-02-01", "2027-02-01"),
        ("--from 20270101T000000Z --to 20270201T000000", "both with Z or both without it"),
        ("--from 20270201 --to 20270101", "expected --from at or before --to"),
        ("--from 20270101 --to 20270201 --tz Mars/Base", "--tz Mars/Base"),
    ] {
        let run = expand("usage", &text, arguments);
        assert_eq!((run.status, run.text()), (2, ""), "{arguments}: {run:?}");
        assert!(run.errors.contains(why), "{arguments}: {run:?}");
    }
}

/// The first undisputed windows of each list of the corpus. Where our answer differs, the table of `ical-model` has the
/// reason.
#[test]
fn windows_of_the_corpus() {
    const EACH: usize = 5;
    let Some(corpus) = std::env::var_os("CALDAV_CORPUS").map(PathBuf::from) else {
        eprintln!("CALDAV_CORPUS is not set: {EACH} cases of each list of expand/ were not run");
        return;
    };
    let reviewed = concat!(env!("CARGO_MANIFEST_DIR"), "/../../ical-model/spec/expand-reviewed.csv");
    let reviewed = fs::read_to_string(reviewed).unwrap();
    let folder = Folder::new("expand_corpus");
    let mut cases = 0;
    let mut lists: Vec<_> =
        fs::read_dir(corpus.join("expand")).unwrap().map(|entry| entry.unwrap().path()).collect();
    lists.retain(|path| {
        path.extension().is_some_and(|extension| extension == "jsonl") && !path.ends_with("alarms.jsonl")
    });
    for list in lists {
        let text = fs::read_to_string(list).unwrap();
        let lines = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        let undisputed = lines.filter(|case| case["disputed"] == json!(false));
        for case in undisputed.filter(|case| !reviewed.contains(case["id"].as_str().unwrap())).take(EACH) {
            let word = |key: &str| case[key].as_str().unwrap().to_owned();
            let file = corpus.join(word("file"));
            let mut arguments = vec!["expand".to_owned(), file.to_str().unwrap().to_owned()];
            arguments.extend(["--from".to_owned(), word("from"), "--to".to_owned(), word("to")]);
            arguments.extend(["--format".to_owned(), "json".to_owned()]);
            for component in case["components"].as_array().unwrap() {
                arguments.extend(["--component".to_owned(), component.as_str().unwrap().to_owned()]);
            }
            if case["skip_bad_series"] == json!(true) {
                arguments.push("--skip-bad".to_owned());
            }
            let run = folder.run(&arguments);
            assert_eq!(run.status, 0, "{}: {run:?}", case["id"]);
            let told = |objects: &[Value]| -> Vec<String> {
                let keys = ["start", "start_utc", "end_utc", "uid", "summary"];
                let mut rows: Vec<String> = objects
                    .iter()
                    .map(|object| {
                        keys.map(|key| object[key].as_str().unwrap_or_default().to_owned()).join(" ")
                    })
                    .collect();
                rows.sort();
                rows
            };
            assert_eq!(told(&run.objects()), told(case["expect"].as_array().unwrap()), "{}", case["id"]);
            cases += 1;
        }
    }
    assert!(cases > 40, "{cases} cases");
}
