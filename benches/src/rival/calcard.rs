//! calcard: an owned tree with typed values, so its parse is also its typed read.

use calcard::vcard::VCardVersion;
use calcard::{Entry, Parser};

use crate::library::{Answer, Library, Refused};

pub(crate) const LIBRARY: Library = Library {
    name: "calcard",
    parse: Some(parse),
    parse_write: Some(parse_write),
    typed: Some(parse),
    check: Some(parse),
};

fn parse(body: &[u8]) -> Result<Answer, Refused> {
    let mut answer = Answer::default();
    entries(body, |entry| {
        answer.components += components(entry);
        Ok(())
    })?;
    Ok(answer)
}

fn parse_write(body: &[u8]) -> Result<Answer, Refused> {
    let mut answer = Answer::default();
    let mut text = String::with_capacity(body.len());
    entries(body, |entry| {
        answer.components += components(entry);
        match entry {
            Entry::ICalendar(calendar) => calendar.write_to(&mut text).map_err(|_| Refused),
            Entry::VCard(card) => card.write_to(&mut text, VCardVersion::default()).map_err(|_| Refused),
            _ => Ok(()),
        }
    })?;
    answer.written = text.len();
    Ok(answer)
}

/// The loop of its README. A line outside of any object is passed over, an object without END is a refusal.
fn entries(body: &[u8], mut each: impl FnMut(&Entry) -> Result<(), Refused>) -> Result<(), Refused> {
    let text = String::from_utf8_lossy(body);
    let mut parser = Parser::new(&text);
    let mut found = false;
    loop {
        match parser.entry() {
            Entry::Eof => return if found { Ok(()) } else { Err(Refused) },
            entry @ (Entry::ICalendar(_) | Entry::VCard(_)) => {
                found = true;
                each(&entry)?;
            }
            Entry::InvalidLine(_) => {}
            _ => return Err(Refused),
        }
    }
}

fn components(entry: &Entry) -> usize {
    match entry {
        Entry::ICalendar(calendar) => calendar.components.len(),
        _ => 1,
    }
}
