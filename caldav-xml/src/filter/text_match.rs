//! Texts that values hold.
//!
//! ```dtd
//! <!ELEMENT text-match (#PCDATA)>
//! <!ATTLIST text-match collation        CDATA "i;ascii-casemap"
//!                      negate-condition (yes | no) "no"
//!                      match-type (equals | contains | starts-with | ends-with) "contains">
//! ```

use caldav_types::Collation;
use caldav_types::filter::{MatchType, TextMatch};

use crate::XmlError;
use crate::element::Content;
use crate::reader::ElementReader;
use crate::writer::ElementWriter;

impl Content for TextMatch {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let collation = reader.attribute("collation")?.map(|name| Collation::new(&name)).unwrap_or_default();
        let negate = reader.yes("negate-condition")?;
        let match_type = read_match_type(reader)?.unwrap_or_default();
        Ok(Self { text: reader.text()?.into(), collation, negate, match_type })
    }

    fn write(&self, writer: &mut ElementWriter) {
        if self.collation != Collation::default() {
            writer.attribute("collation", self.collation.as_str());
        }
        if self.negate {
            writer.attribute("negate-condition", "yes");
        }
        if self.match_type != MatchType::default() {
            write_match_type(self.match_type, writer);
        }
        writer.text(&self.text);
    }
}

/// Where a text stands, if that is said.
pub(crate) fn read_match_type(reader: &ElementReader<'_>) -> Result<Option<MatchType>, XmlError> {
    reader.word_of("match-type", MatchType::new, "\"contains\", \"equals\", \"starts-with\" or \"ends-with\"")
}

pub(crate) fn write_match_type(match_type: MatchType, writer: &mut ElementWriter) {
    writer.attribute("match-type", match_type.as_str());
}
