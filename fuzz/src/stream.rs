//! What is read is written back.

use ical_model::{CalendarStream, ParseOptions};

/// Any octets that are read come back as they were; strict reading refuses exactly those with diagnostics; and
/// whatever is asked of them is answered.
pub fn stream(octets: &[u8]) {
    let Ok(stream) = CalendarStream::parse(octets) else { return };
    assert_eq!(&*stream.to_bytes(), octets, "untouched octets come back byte for byte");
    let diagnostics = stream.diagnostics();
    assert!(diagnostics.iter().all(|diagnostic| diagnostic.position().byte <= octets.len()));
    let strict = CalendarStream::parse_with(octets, &ParseOptions::strict());
    assert_eq!(strict.is_ok(), diagnostics.is_empty(), "strict reading refuses what is told of");
    let mut locator = stream.locator();
    // A position by itself is counted from the beginning, which is too slow for each line of a long stream.
    let short = octets.len() < 1 << 14;
    for component in stream.descendants() {
        let place = locator.component(component);
        assert!(!short || place == component.position());
        for property in component.properties() {
            let place = locator.property(property);
            assert!(!short || place == property.position());
            let _ = (property.name(), property.value(), property.values());
            for parameter in property.parameters().flatten() {
                assert!(locator.parameter(property, &parameter) >= place);
                let _ = parameter.values().count();
            }
        }
    }
}
