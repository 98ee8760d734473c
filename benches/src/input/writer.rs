//! Content lines as they should be written: CRLF, folded at 75 octets between characters.

/// A body under construction.
#[derive(Debug)]
pub(super) struct Writer {
    text: String,
    components: usize,
}

impl Writer {
    pub(super) fn with_capacity(octets: usize) -> Self {
        Self { text: String::with_capacity(octets), components: 0 }
    }

    pub(super) fn begin(&mut self, component: &str) {
        self.components += 1;
        self.line(&format!("BEGIN:{component}"));
    }

    pub(super) fn end(&mut self, component: &str) {
        self.line(&format!("END:{component}"));
    }

    /// Folds and writes one content line (RFC 5545 section 3.1).
    pub(super) fn line(&mut self, mut line: &str) {
        let mut room = LINE;
        while line.len() > room {
            let Some((head, tail)) = (1..=room).rev().find_map(|end| line.split_at_checked(end)) else {
                break;
            };
            self.text.push_str(head);
            self.text.push_str("\r\n ");
            line = tail;
            room = LINE - 1;
        }
        self.text.push_str(line);
        self.text.push_str("\r\n");
    }

    /// The body and the number of components in it.
    pub(super) fn into_body(self) -> (Vec<u8>, usize) {
        (self.text.into_bytes(), self.components)
    }
}

/// Octets of a line without its line break.
const LINE: usize = 75;
