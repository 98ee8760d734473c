//! Every type of value, both ways.

use ical_model::value::{Leniencies, Value, ValueType};

/// A text that is read as a value is written so that it reads strictly and gives the same value. The first
/// octet chooses the type, the others are the text.
pub fn values(octets: &[u8]) {
    let Some((choice, text)) = octets.split_first() else { return };
    let Ok(text) = std::str::from_utf8(text) else { return };
    let types = ValueType::ALL;
    let Some(value_type) = types.get(usize::from(*choice) % types.len()) else { return };
    let mut leniencies = Leniencies::empty();
    let Ok(value) = Value::read(text, value_type, &mut leniencies) else { return };
    if value.verify(text).is_err() {
        // It could be read, but breaks a rule that writing cannot mend.
        return;
    }
    let written = value.to_string();
    match Value::read_strict(&written, value_type) {
        Ok(again) => assert_eq!(again, value, "{value_type}: {text:?} was written as {written:?}"),
        Err(error) => panic!("{value_type}: {text:?} was written as {written:?}: {error}"),
    }
}
