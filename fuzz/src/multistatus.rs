//! Answers about many resources, read at once and one response at a time.

use caldav_types::multistatus::Multistatus;
use caldav_xml::{Body, MultistatusDocument, MultistatusWriter, XmlError, XmlOptions};

/// Both ways of reading come to the same, and what was read strictly can be written in both ways and read again.
pub fn multistatus(octets: &[u8]) {
    for options in [XmlOptions::strict(), XmlOptions::lenient()] {
        let read = Multistatus::from_xml(octets, &options);
        let streamed = streamed(octets, &options);
        match (&read, &streamed) {
            (Ok(read), Ok(streamed)) => assert_eq!(&read.value, streamed),
            (Err(read), Err(streamed)) => assert_eq!(read, streamed),
            _ => panic!("{read:?} but {streamed:?}"),
        }
        let Ok(read) = read else { continue };
        let multistatus = read.value;
        let written = multistatus.to_xml();
        let again = Multistatus::from_xml(written.as_bytes(), &XmlOptions::lenient())
            .unwrap_or_else(|error| panic!("{error}: {written}"));
        assert_eq!(again.value.responses.len(), multistatus.responses.len(), "{written}");
        let mut writer = MultistatusWriter::new();
        multistatus.responses.iter().for_each(|response| writer.write(response));
        let parts = writer.finish(multistatus.description.as_ref(), multistatus.sync_token.as_ref());
        let parts = Multistatus::from_xml(parts.as_bytes(), &XmlOptions::lenient())
            .unwrap_or_else(|error| panic!("{error}: {parts}"));
        assert_eq!(parts.value.responses.len(), again.value.responses.len());
    }
}

fn streamed(octets: &[u8], options: &XmlOptions) -> Result<Multistatus, XmlError> {
    let document = MultistatusDocument::new(octets, options)?;
    let mut responses = document.responses()?;
    let mut multistatus = Multistatus::default();
    for response in responses.by_ref() {
        multistatus.responses.push(response?);
    }
    multistatus.description = responses.description().cloned();
    multistatus.sync_token = responses.sync_token().cloned();
    Ok(multistatus)
}
