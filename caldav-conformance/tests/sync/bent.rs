//! The reference server behind something that takes abilities from it which no fault takes.

use caldav_types::client::FailureKind;

use crate::replica::Reference;
use crate::wire::{Transport, response};

/// What the server lacks.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Lacks {
    /// DAV:sync-collection and DAV:sync-token (RFC 6578): a server of ctag and etags.
    pub(crate) sync: bool,
    /// CALDAV:calendar-multiget.
    pub(crate) multiget: bool,
    /// The ETag of what was put (RFC 4791 §5.3.4 allows it).
    pub(crate) etag_after_put: bool,
    /// More changes than this in one answer (RFC 6578 §3.6).
    pub(crate) page: Option<u8>,
    /// CS:getctag.
    pub(crate) ctag: bool,
}

/// The ways in which a server may be, each with its name.
pub(crate) const WAYS: &[(&str, Lacks)] = {
    const ALL: Lacks = Lacks { sync: false, multiget: false, etag_after_put: false, page: None, ctag: false };
    &[
        ("everything", ALL),
        ("no sync-collection", Lacks { sync: true, ..ALL }),
        ("no sync-collection, no ctag", Lacks { sync: true, ctag: true, ..ALL }),
        ("no multiget", Lacks { multiget: true, ..ALL }),
        ("no ETag after PUT", Lacks { etag_after_put: true, ..ALL }),
        ("pages of two", Lacks { page: Some(2), ..ALL }),
        ("pages of one, no ETag after PUT", Lacks { page: Some(1), etag_after_put: true, ..ALL }),
        ("etags alone", Lacks { sync: true, multiget: true, etag_after_put: true, ctag: true, ..ALL }),
    ]
};

/// The reference server, bent.
#[derive(Clone, Debug)]
pub(crate) struct Bent {
    pub(crate) there: Reference,
    pub(crate) lacks: Lacks,
}

impl Transport for Bent {
    fn send(&mut self, request: &http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, FailureKind> {
        let text = String::from_utf8(request.body().clone()).expect("a body of text");
        let is_report = request.method() == "REPORT";
        if is_report
            && ((self.lacks.sync && text.contains("sync-collection"))
                || (self.lacks.multiget && text.contains("calendar-multiget")))
        {
            self.there.asked.push("REPORT".into());
            return Ok(response(
                "HTTP/1.1 403 Forbidden\nContent-Type: application/xml\n\n\
                 <D:error xmlns:D=\"DAV:\"><D:supported-report/></D:error>",
            ));
        }
        let mut request = request.clone();
        if let Some(page) = self.lacks.page.filter(|_| text.contains("sync-collection") && is_report) {
            assert!(!text.contains("nresults"), "the client asks for no limit");
            let limit = format!("</D:sync-level><D:limit><D:nresults>{page}</D:nresults></D:limit>");
            *request.body_mut() = text.replace("</D:sync-level>", &limit).into_bytes();
        }
        if request.method() == "PROPFIND" {
            // What is not asked for is not told.
            let mut text = text;
            for (lacks, name) in [(self.lacks.sync, "<D:sync-token/>"), (self.lacks.ctag, "<CS:getctag/>")] {
                if lacks {
                    text = text.replace(name, "");
                }
            }
            *request.body_mut() = text.into_bytes();
        }
        let mut answer = self.there.send(&request)?;
        if request.method() == "PUT" && self.lacks.etag_after_put {
            answer.headers_mut().remove("etag");
            answer.headers_mut().remove("schedule-tag");
        }
        if request.method() == "PROPFIND" && (self.lacks.sync || self.lacks.multiget) {
            let mut text = String::from_utf8(answer.body().clone()).expect("a body of text");
            for (lacks, name) in
                [(self.lacks.sync, "<D:sync-collection/>"), (self.lacks.multiget, "<C:calendar-multiget/>")]
            {
                if lacks {
                    text = text.replace(name, "<D:version-tree/>");
                }
            }
            *answer.body_mut() = text.into_bytes();
        }
        Ok(answer)
    }
}
