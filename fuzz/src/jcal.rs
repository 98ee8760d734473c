//! jCal, both ways.

use ical_model::jcal::{self, JcalOptions, Malformed};
use ical_model::{CalendarStream, ParseOptions};

/// What goes over to jCal comes back as a stream that reads strictly and goes over the same; any JSON is read or
/// refused.
pub fn jcal(octets: &[u8]) {
    if let Ok(stream) = jcal::from_json(octets) {
        round_trip(&stream);
    }
    let Ok(stream) = CalendarStream::parse(octets) else { return };
    if let Ok(jcal) = jcal::to_json(&stream, &JcalOptions::default()) {
        again(&jcal.json);
    }
    if let Ok(jcal) = jcal::to_json(&stream, &JcalOptions::default().with_malformed(Malformed::LeaveOut)) {
        again(&jcal.json);
    }
}

/// What was written is read, and gives a stream that is written the same.
fn again(json: &str) {
    let stream = jcal::from_json(json.as_bytes()).unwrap_or_else(|error| panic!("{error} in {json}"));
    let written = jcal::to_json(&stream, &JcalOptions::default()).map(|jcal| jcal.json);
    assert_eq!(written.as_deref(), Ok(json));
}

/// What came from jCal is strict, and goes over.
fn round_trip(stream: &CalendarStream<'_>) {
    let octets = stream.to_bytes();
    let strict = CalendarStream::parse_with(&*octets, &ParseOptions::strict());
    assert!(strict.is_ok(), "{:?} in {:?}", strict.err(), String::from_utf8_lossy(&octets));
    let written = jcal::to_json(stream, &JcalOptions::default()).unwrap_or_else(|error| panic!("{error}"));
    again(&written.json);
}
