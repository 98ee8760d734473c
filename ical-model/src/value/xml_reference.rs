//! The XML-REFERENCE value type: a part of an XML document.
//!
//! [RFC 9253 §7](https://www.rfc-editor.org/rfc/rfc9253#section-7)

use core::fmt;
use std::borrow::Cow;

use super::uri::without_white_space;
use super::{Leniencies, Uri, ValueError, ValueRead, from_str_owned};

/// An XML-REFERENCE: a URI with an XPointer as its fragment.
///
/// The pointer may have square brackets as in the example of RFC 9253 §8.2, though RFC 3986 has them encoded.
///
/// ```
/// use ical_model::value::XmlReference;
/// let reference: XmlReference = "https://example.com/bid.xml#xpointer(descendant::CostStruc[1])".parse()?;
/// assert_eq!(reference.pointer(), Some("xpointer(descendant::CostStruc[1])"));
/// # Ok::<(), ical_model::value::ValueError>(())
/// ```
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct XmlReference<'a>(Uri<'a>);

impl XmlReference<'_> {
    /// The reference as it is spelled.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The XPointer; `None` when the whole document is meant.
    #[must_use]
    pub fn pointer(&self) -> Option<&str> {
        self.0.fragment()
    }

    /// The URI of the document, without the pointer.
    #[must_use]
    pub fn document(&self) -> &str {
        self.0.as_str().split_once('#').map_or(self.0.as_str(), |(document, _)| document)
    }

    /// The same reference, borrowing nothing.
    #[must_use]
    pub fn into_owned(self) -> XmlReference<'static> {
        XmlReference(self.0.into_owned())
    }
}

impl<'a> ValueRead<'a> for XmlReference<'a> {
    fn read(text: &'a str, leniencies: &mut Leniencies) -> Result<Self, ValueError> {
        let (text, before) = without_white_space(text, leniencies);
        Uri::read_exactly(text, leniencies, b"[]").map(Self).map_err(|error| error.moved_by(before))
    }
}

from_str_owned!(XmlReference);

impl fmt::Display for XmlReference<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl AsRef<str> for XmlReference<'_> {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl<'a> From<Uri<'a>> for XmlReference<'a> {
    fn from(uri: Uri<'a>) -> Self {
        Self(uri)
    }
}

impl<'a> From<XmlReference<'a>> for Cow<'a, str> {
    fn from(reference: XmlReference<'a>) -> Self {
        reference.0.into_inner()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::value::ValueErrorKind;

    #[test]
    fn xml_references() {
        let example = concat!(
            "https://example.com/xmlDocs/bidFramework.xml",
            "#xpointer(descendant::CostStruc/range-to(following::CostStrucEND[1]))"
        );
        for (section, text, expected) in [
            (
                "RFC 9253 §8.2 example",
                example,
                Ok(Some("xpointer(descendant::CostStruc/range-to(following::CostStrucEND[1]))")),
            ),
            ("RFC 9253 §7 whole document", "https://example.com/a.xml", Ok(None)),
            ("RFC 3986 §3.1", "a.xml#b", Err(ValueErrorKind::UriSchemeMissing)),
            ("RFC 9253 §7 nothing", "", Err(ValueErrorKind::Empty)),
        ] {
            let read = XmlReference::read_strict(text);
            let got = read.as_ref().map(XmlReference::pointer).map_err(|error| error.kind());
            assert_eq!(got, expected, "{section}: {text}");
            if let Ok(reference) = read {
                assert_eq!(reference.to_string(), text, "{section}: {text}");
                assert!(text.starts_with(reference.document()), "{section}: {text}");
            }
        }
        assert!(Uri::read_strict(example).is_err(), "brackets are for pointers alone");
    }

    proptest! {
        #[test]
        fn written_references_read_strictly(reference in any::<XmlReference<'static>>()) {
            let written = reference.to_string();
            prop_assert_eq!(XmlReference::read_strict(&written), Ok(reference));
        }
    }
}
