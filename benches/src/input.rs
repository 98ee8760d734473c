//! What is read: two inputs made here, and the files of a corpus.
//!
//! The made inputs are the same on every machine and in every run: a small generator of numbers with a fixed
//! seed, no clock.

use std::env;
use std::fs;
use std::io;
use std::path::Path;

mod alarm;
mod calendar_user;
mod event;
mod journal;
mod moment;
mod numbers;
mod queried;
mod recurrence;
mod time_zone;
mod to_do;
mod words;
mod writer;

pub use self::queried::{Queried, Series, queried};

use self::moment::Form;
use self::numbers::Numbers;
use self::time_zone::ZONES;
use self::writer::Writer;

/// Bodies to read, one after the other.
#[derive(Clone, Debug)]
pub struct Input {
    /// The second part of a bench's name.
    pub name: &'static str,
    /// Each as it would come from a file or a request.
    pub bodies: Vec<Vec<u8>>,
    /// Components of all bodies, where that is known for sure.
    pub components: Option<usize>,
    /// Whether every body is a calendar object resource by RFC 4791 section 4.1.
    pub calendar_objects: bool,
}

impl Input {
    /// An input without bodies, of which nothing is known.
    pub fn named(name: &'static str) -> Self {
        Self { name, bodies: Vec::new(), components: None, calendar_objects: false }
    }

    /// Octets of all bodies.
    pub fn octets(&self) -> usize {
        self.bodies.iter().map(Vec::len).sum()
    }
}

/// One VCALENDAR with 10,000 VEVENTs and the VTIMEZONE of each zone they name: what an export of a busy
/// calendar looks like.
pub fn events() -> Input {
    let mut writer = Writer::with_capacity(12 << 20);
    let mut numbers = Numbers::new(0x5545);
    begin_calendar(&mut writer, &mut numbers);
    for zone in &ZONES {
        zone.write(&mut writer);
    }
    for index in 0..COUNT {
        let form = match numbers.below(100) {
            0..65 => Form::Zoned(numbers.pick(&ZONES)),
            65..80 => Form::Utc,
            80..95 => Form::Date,
            _ => Form::Floating,
        };
        event::write(&mut writer, &mut numbers, &uid(index, "event"), form);
    }
    writer.end("VCALENDAR");
    let (body, components) = writer.into_body();
    Input { name: "events", bodies: vec![body], components: Some(components), calendar_objects: false }
}

/// 10,000 calendar object resources of 1 to 2 kilobytes, each with the VTIMEZONE that it names: what a CalDAV server stores.
pub fn objects() -> Input {
    let mut numbers = Numbers::new(0x4791);
    let mut bodies = Vec::with_capacity(COUNT);
    let mut components = 0;
    while bodies.len() < COUNT {
        let (body, found) = object(&mut numbers, &uid(bodies.len(), "object"));
        // Those that turn out shorter or longer are made anew.
        if (1_000..=2_000).contains(&body.len()) {
            bodies.push(body);
            components += found;
        }
    }
    Input { name: "objects", bodies, components: Some(components), calendar_objects: true }
}

/// One calendar object resource and the number of components in it.
fn object(numbers: &mut Numbers, uid: &str) -> (Vec<u8>, usize) {
    let mut writer = Writer::with_capacity(4 << 10);
    let zone = numbers.pick(&ZONES);
    let form = Form::Zoned(zone);
    begin_calendar(&mut writer, numbers);
    zone.write(&mut writer);
    match numbers.below(100) {
        0..70 => event::write(&mut writer, numbers, uid, form),
        70..80 => event::write_with_override(&mut writer, numbers, uid, form),
        80..95 => to_do::write(&mut writer, numbers, uid, form),
        _ => journal::write(&mut writer, numbers, uid, form),
    }
    writer.end("VCALENDAR");
    writer.into_body()
}

/// The calendar files of the folder that the variable `CALDAV_CORPUS` names: those that its
/// `ics/manifest.csv` lists, valid or not. `None` when the variable is not set.
///
/// # Errors
///
/// The variable is set and a file cannot be read.
pub fn corpus() -> io::Result<Option<Input>> {
    let Some(folder) = env::var_os("CALDAV_CORPUS") else { return Ok(None) };
    let folder = Path::new(&folder).join("ics");
    let manifest = fs::read_to_string(folder.join("manifest.csv"))?;
    let bodies = manifest
        .lines()
        .skip(1)
        .filter_map(|line| line.split(',').next())
        .map(|path| fs::read(folder.join(path)))
        .collect::<io::Result<_>>()?;
    Ok(Some(Input { bodies, ..Input::named("corpus") }))
}

/// The start of a VCALENDAR (RFC 5545 section 3.6) as one of several products writes it.
fn begin_calendar(writer: &mut Writer, numbers: &mut Numbers) {
    writer.begin("VCALENDAR");
    let product = numbers.pick(&[
        "PRODID:-//Example Corp.//CalDAV Client 4.2//EN",
        "PRODID:-//Example Org//Groupware 17.0 MIMEDIR//EN",
        "PRODID:-//example.net//Mobile Calendar//DE",
    ]);
    if numbers.percent(50) {
        writer.line(product);
        writer.line("VERSION:2.0");
    } else {
        writer.line("VERSION:2.0");
        writer.line(product);
    }
    if numbers.percent(60) {
        writer.line("CALSCALE:GREGORIAN");
    }
}

/// Unique, in the shapes that clients make.
fn uid(index: usize, kind: &str) -> String {
    let mixed = (index as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    match index % 3 {
        0 => format!(
            "{:08x}-{:04x}-4{:03x}-8{:03x}-{index:012x}",
            mixed >> 32,
            mixed & 0xFFFF,
            mixed >> 20 & 0xFFF,
            mixed >> 8 & 0xFFF
        ),
        1 => format!("{kind}-{index}-{:06x}@calendar.example.com", mixed >> 40),
        _ => format!("040000008200E00074C5B7101A82E008{mixed:016X}{index:08X}"),
    }
}

const COUNT: usize = 10_000;

#[cfg(test)]
mod tests;
