//! The TEXT of a property, as it is meant.

use std::borrow::Cow;

use ical_model::Property;
use ical_model::value::{Leniencies, Text, ValueRead};

/// The value of a property of one TEXT without its escapes; None when it is not UTF-8. Nothing is copied unless it is
/// folded or escaped.
pub(crate) fn text_of<'c>(property: Property<'c>) -> Option<Cow<'c, str>> {
    let mut leniencies = Leniencies::empty();
    match property.value().ok()? {
        Cow::Borrowed(text) => Text::read(text, &mut leniencies).map(Text::into_inner).ok(),
        Cow::Owned(text) => {
            Text::read(&text, &mut leniencies).map(|text| Cow::Owned(text.into_inner().into_owned())).ok()
        }
    }
}

#[cfg(test)]
mod tests {
    use ical_model::CalendarStream;

    use super::text_of;

    #[test]
    fn folds_and_escapes_are_undone() {
        let stream =
            CalendarStream::parse("BEGIN:VCALENDAR\r\nUID:a\\,\r\n b\r\nUID:c\r\nEND:VCALENDAR\r\n").unwrap();
        let calendar = stream.components().next().unwrap();
        let texts: Vec<_> = calendar.properties().map(|uid| text_of(uid).unwrap().into_owned()).collect();
        assert_eq!(texts, ["a,b", "c"]);
        let stream = CalendarStream::parse(b"BEGIN:VCALENDAR\r\nUID:\xFF\r\nEND:VCALENDAR\r\n").unwrap();
        assert_eq!(text_of(stream.components().next().unwrap().properties().next().unwrap()), None);
    }
}
