//! XML bodies read and written: caldav-xml beside others, and beside bare tokenizers as the floor.
//!
//! The bodies are answers to a calendar-query with 5,000 calendar objects each, as servers spell them, and the query
//! itself. Every library is asked for the same: the address and the calendar data of each response.

use crate::input;

mod fast_dav_rs;
mod libdav;
mod ours;
mod quick_xml;
mod roxmltree;

/// A body and what is in it.
#[derive(Clone, Debug)]
pub struct Body {
    /// The second part of a bench's name.
    pub name: &'static str,
    /// The body as it came.
    pub xml: String,
    /// The address and the calendar data of each response, lines ending in LF; none for a request.
    pub resources: Vec<(String, String)>,
}

/// What a run came to: resources or elements, and octets of what was found or written.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Answer {
    /// Resources; elements, where a tokenizer counts.
    pub items: usize,
    /// Octets of addresses and data, or of what was written.
    pub octets: usize,
}

/// What a library found in a body, as pairs of address and calendar data.
pub type Answers = fn(&Body) -> Vec<(String, String)>;

/// An operation of a library.
#[derive(Clone, Copy, Debug)]
pub struct Contender {
    /// The library.
    pub library: &'static str,
    /// What is measured.
    pub run: fn(&Body) -> Answer,
    /// The whole answer, to be compared with what is known; `None` for those that keep nothing.
    pub whole: Option<Answers>,
}

/// One body and all that read or write it. Ratios are taken to the first.
#[derive(Debug)]
pub struct Contest {
    /// The first part of a bench's name.
    pub operation: &'static str,
    /// What is read, or what is said in it written.
    pub body: Body,
    /// Who takes part.
    pub contenders: Vec<Contender>,
}

impl Contest {
    /// Runs everything once and compares the whole answers.
    ///
    /// # Panics
    ///
    /// An answer is wrong: then there is nothing to measure.
    pub fn check(&self) {
        for contender in &self.contenders {
            let name = format!("{}/{}/{}", self.operation, self.body.name, contender.library);
            assert_ne!((contender.run)(&self.body), Answer::default(), "{name} has no answer");
            if let Some(whole) = contender.whole {
                let found = whole(&self.body);
                assert_eq!(found.len(), self.body.resources.len(), "{name}");
                for (found, known) in found.iter().zip(&self.body.resources) {
                    assert_eq!(found.0, known.0, "{name}");
                    assert_eq!(found.1.replace("\r\n", "\n"), known.1, "{name}");
                }
            }
        }
    }
}

/// Everything that is measured.
#[must_use]
pub fn contests() -> Vec<Contest> {
    let objects = input::objects();
    let objects: Vec<&str> = objects
        .bodies
        .iter()
        .take(RESPONSES)
        .map(|body| std::str::from_utf8(body).expect("made calendars are UTF-8"))
        .collect();
    let bodies = [
        multistatus("escaped", &objects, |data| escape(&data.replace("\r\n", "\n"))),
        multistatus("references", &objects, |data| escape(data).replace('\r', "&#13;")),
        multistatus("cdata", &objects, |data| format!("<![CDATA[{data}]]>")),
    ];
    let mut contests = Vec::new();
    let query = Body { name: "query", xml: QUERY.into(), resources: Vec::new() };
    let contenders = vec![quick_xml::NS_READER, quick_xml::READER, ours::READ_QUERY, roxmltree::SCAN];
    contests.push(Contest { operation: "xml-read", body: query, contenders });
    for body in bodies {
        let contenders = vec![
            quick_xml::NS_READER,
            quick_xml::READER,
            ours::READ,
            ours::READ_STREAMED,
            roxmltree::READ,
            fast_dav_rs::READ,
            libdav::READ,
        ];
        contests.push(Contest { operation: "xml-read", body, contenders });
    }
    let body = multistatus("multistatus", &objects, |data| escape(&data.replace("\r\n", "\n")));
    let contenders = vec![quick_xml::WRITER, ours::WRITE, ours::WRITE_STREAMED];
    contests.push(Contest { operation: "xml-write", body, contenders });
    contests
}

fn multistatus(name: &'static str, objects: &[&str], form: impl Fn(&str) -> String) -> Body {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\" ?>\n<D:multistatus xmlns:D=\"DAV:\" \
         xmlns:C=\"urn:ietf:params:xml:ns:caldav\">\n",
    );
    let mut resources = Vec::new();
    for (place, object) in objects.iter().enumerate() {
        let href = format!("/calendars/users/bernard/work/{place:08x}-event.ics");
        xml += &format!(
            "  <D:response>\n    <D:href>{href}</D:href>\n    <D:propstat>\n      <D:prop>\n        \
             <D:getetag>\"fffff-{place:08x}\"</D:getetag>\n        <C:calendar-data>{}</C:calendar-data>\n      \
             </D:prop>\n      <D:status>HTTP/1.1 200 OK</D:status>\n    </D:propstat>\n  </D:response>\n",
            form(object)
        );
        resources.push((href, object.replace("\r\n", "\n")));
    }
    xml += "</D:multistatus>\n";
    Body { name, xml, resources }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The sum of what was found.
fn answer<'r>(resources: impl IntoIterator<Item = (&'r str, &'r str)>) -> Answer {
    resources.into_iter().fold(Answer::default(), |sum, (href, data)| Answer {
        items: sum.items + 1,
        octets: sum.octets + href.len() + data.len(),
    })
}

const RESPONSES: usize = 5_000;

/// After the example of RFC 4791 section 7.8.1, with the filters of section 7.8.5.
const QUERY: &str = r#"<?xml version="1.0" encoding="utf-8" ?>
<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">
  <D:prop>
    <D:getetag/>
    <C:calendar-data>
      <C:comp name="VCALENDAR">
        <C:prop name="VERSION"/>
        <C:comp name="VEVENT">
          <C:prop name="SUMMARY"/>
          <C:prop name="UID"/>
          <C:prop name="DTSTART"/>
          <C:prop name="DTEND"/>
          <C:prop name="DURATION"/>
          <C:prop name="RRULE"/>
          <C:prop name="RDATE"/>
          <C:prop name="EXRULE"/>
          <C:prop name="EXDATE"/>
          <C:prop name="RECURRENCE-ID"/>
        </C:comp>
        <C:comp name="VTIMEZONE"/>
      </C:comp>
    </C:calendar-data>
  </D:prop>
  <C:filter>
    <C:comp-filter name="VCALENDAR">
      <C:comp-filter name="VEVENT">
        <C:time-range start="20270104T000000Z" end="20270105T000000Z"/>
        <C:prop-filter name="ATTENDEE">
          <C:text-match collation="i;ascii-casemap">mailto:lisa@example.com</C:text-match>
          <C:param-filter name="PARTSTAT">
            <C:text-match collation="i;ascii-casemap">NEEDS-ACTION</C:text-match>
          </C:param-filter>
        </C:prop-filter>
      </C:comp-filter>
    </C:comp-filter>
  </C:filter>
</C:calendar-query>
"#;

#[cfg(test)]
mod tests {
    #[test]
    fn answers_are_right() {
        for contest in super::contests() {
            contest.check();
        }
    }
}
