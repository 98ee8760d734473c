//! The floor: finds the lines with memchr and counts those that begin a component. It unfolds nothing, keeps
//! nothing and believes everything.

use memchr::memchr_iter;

use crate::library::{Answer, Library, Refused};

pub(crate) const LIBRARY: Library =
    Library { name: "line scan", parse: Some(parse), parse_write: None, typed: None, check: None };

fn parse(body: &[u8]) -> Result<Answer, Refused> {
    Ok(Answer::components(begin_lines(body)))
}

/// Lines that begin a component.
pub(crate) fn begin_lines(body: &[u8]) -> usize {
    let mut components = 0;
    let mut start = 0;
    for end in memchr_iter(b'\n', body) {
        components += usize::from(is_begin(&body[start..end]));
        start = end + 1;
    }
    components + usize::from(is_begin(&body[start..]))
}

fn is_begin(line: &[u8]) -> bool {
    line.get(..6).is_some_and(|name| name.eq_ignore_ascii_case(b"BEGIN:"))
}
