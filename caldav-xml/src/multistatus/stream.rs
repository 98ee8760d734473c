//! A multistatus one response at a time, so that a long answer is never held whole.

use caldav_types::multistatus::Response;
use caldav_types::{LocalizedText, SyncToken, namespace};

use super::{MULTISTATUS, RESPONSE, SYNC_TOKEN, read_if_sound, write_description};
use crate::document::Text;
use crate::element::Content;
use crate::name::Namespace;
use crate::reader::{Children, ElementReader};
use crate::writer::ElementWriter;
use crate::{XmlDiagnostic, XmlError, XmlErrorKind, XmlOptions};

/// The body of a 207, ready to be read one response at a time.
///
/// ```
/// use caldav_xml::{MultistatusDocument, XmlOptions};
/// let body = br#"<multistatus xmlns="DAV:">
///   <response><href>/a.ics</href><status>HTTP/1.1 404 Not Found</status></response>
///   <response><status>HTTP/1.1 200 OK</status></response>
///   <response><href>/c.ics</href><status>HTTP/1.1 404 Not Found</status></response>
/// </multistatus>"#;
/// let document = MultistatusDocument::new(body, &XmlOptions::lenient())?;
/// let mut responses = document.responses()?;
/// let hrefs: Vec<_> = responses.by_ref().collect::<Result<Vec<_>, _>>()?.into_iter().map(|r| r.href).collect();
/// assert_eq!(hrefs, ["/a.ics".into(), "/c.ics".into()]);
/// // The second has no href: it is left out, and that is told.
/// assert_eq!(responses.take_diagnostics().len(), 1);
/// # Ok::<(), caldav_xml::XmlError>(())
/// ```
#[derive(Debug)]
pub struct MultistatusDocument<'o> {
    text: Text<'o>,
    options: XmlOptions,
}

impl<'o> MultistatusDocument<'o> {
    /// Looks at the encoding of the octets and at their number.
    ///
    /// # Errors
    ///
    /// They are not characters, or more than the limit allows.
    pub fn new(octets: &'o [u8], options: &XmlOptions) -> Result<Self, XmlError> {
        Ok(Self { text: Text::new(octets, options)?, options: *options })
    }

    /// The responses.
    ///
    /// # Errors
    ///
    /// The root is not a DAV:multistatus.
    pub fn responses(&self) -> Result<Responses<'_>, XmlError> {
        let mut reader = ElementReader::new(&self.text, self.options);
        let root = reader.root()?;
        if root != MULTISTATUS {
            let found = reader.expanded(root)?;
            return Err(reader.error(XmlErrorKind::UnexpectedRoot { found }));
        }
        let children = reader.children();
        let diagnostics = self.text.diagnostics.clone();
        Ok(Responses { reader, children, diagnostics, description: None, sync_token: None, done: false })
    }
}

/// The responses of a multistatus, in the order of the document.
///
/// A fault inside of a response leaves it out with a diagnostic; strict reading makes an error of it. After an error
/// there is nothing more.
#[derive(Debug)]
pub struct Responses<'x> {
    reader: ElementReader<'x>,
    children: Children,
    diagnostics: Vec<XmlDiagnostic>,
    description: Option<LocalizedText>,
    sync_token: Option<SyncToken>,
    done: bool,
}

impl Responses<'_> {
    /// What is said about all, as far as it was read.
    #[must_use]
    pub fn description(&self) -> Option<&LocalizedText> {
        self.description.as_ref()
    }

    /// Up to where a DAV:sync-collection has brought the client. It stands after the responses, so ask when they are
    /// done.
    #[must_use]
    pub fn sync_token(&self) -> Option<&SyncToken> {
        self.sync_token.as_ref()
    }

    /// The diagnostics since they were last taken.
    pub fn take_diagnostics(&mut self) -> Vec<XmlDiagnostic> {
        self.diagnostics.append(&mut self.reader.take_diagnostics());
        std::mem::take(&mut self.diagnostics)
    }

    fn advance(&mut self) -> Result<Option<Response>, XmlError> {
        // What was read before is in the hands of the caller.
        self.reader.forget_names();
        while let Some(child) = self.children.next(&mut self.reader)? {
            match child.parts() {
                (Namespace::Dav, "response") => match Response::read(&mut self.reader) {
                    Ok(response) => return Ok(Some(response)),
                    Err(error) => self.reader.recover(error)?,
                },
                (Namespace::Dav, "responsedescription") => {
                    self.description = read_if_sound(&mut self.reader)?;
                }
                (Namespace::Dav, "sync-token") => self.sync_token = read_if_sound(&mut self.reader)?,
                _ => {}
            }
        }
        self.reader.finish()?;
        Ok(None)
    }
}

impl Iterator for Responses<'_> {
    type Item = Result<Response, XmlError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let response = self.advance().transpose();
        self.done = !matches!(response, Some(Ok(_)));
        response
    }
}

/// Writes a multistatus one response at a time.
///
/// Each part is taken when it suits: what was taken is no longer held.
///
/// ```
/// use caldav_types::{Href, SyncToken};
/// use caldav_types::multistatus::{Multistatus, Response};
/// use caldav_xml::{Body, MultistatusWriter, XmlOptions};
/// use http::StatusCode;
/// let mut writer = MultistatusWriter::new();
/// let mut sent = String::new();
/// for name in ["a", "b", "c"] {
///     writer.write(&Response::of_status(Href::new("/cal/").join(name), StatusCode::NOT_FOUND));
///     sent += &writer.take();
/// }
/// sent += &writer.finish(None, Some(&SyncToken::new("http://example.com/sync/7")));
/// let read = Multistatus::from_xml(sent.as_bytes(), &XmlOptions::strict())?.value;
/// assert_eq!(read.responses.len(), 3);
/// # Ok::<(), caldav_xml::XmlError>(())
/// ```
#[derive(Debug)]
pub struct MultistatusWriter {
    writer: ElementWriter,
}

impl MultistatusWriter {
    /// Declares the namespaces of WebDAV, CalDAV and calendarserver.org on the root. A response that uses others
    /// declares them itself.
    #[must_use]
    pub fn new() -> Self {
        Self::with_namespaces([namespace::CALDAV, namespace::CALENDAR_SERVER])
    }

    /// Declares these namespaces on the root beside that of WebDAV.
    pub fn with_namespaces<'n>(namespaces: impl IntoIterator<Item = &'n str>) -> Self {
        let mut writer = ElementWriter::new();
        writer.start(MULTISTATUS);
        writer.begin_parts(namespaces);
        Self { writer }
    }

    /// Adds a response.
    pub fn write(&mut self, response: &Response) {
        self.writer.part(|writer| response.write_as(RESPONSE, writer));
    }

    /// What was written since it was last taken.
    #[must_use]
    pub fn take(&mut self) -> String {
        self.writer.take()
    }

    /// Adds what is said about all responses, and gives back what was not taken yet.
    #[must_use]
    pub fn finish(mut self, description: Option<&LocalizedText>, sync_token: Option<&SyncToken>) -> String {
        self.writer.part(|writer| {
            write_description(description, writer);
            if let Some(token) = sync_token {
                token.write_as(SYNC_TOKEN, writer);
            }
        });
        self.writer.end(MULTISTATUS);
        self.writer.take()
    }
}

impl Default for MultistatusWriter {
    fn default() -> Self {
        Self::new()
    }
}
