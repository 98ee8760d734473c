//! A folder of calendar files as a calendar collection.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use caldav_types::header::{HttpDate, MediaType};
use caldav_types::property::DavProperty;
use caldav_types::server::ResourceProperties;
use caldav_types::server::report::CalendarObject;
use caldav_types::{EntityTag, Href, ResourceTypes};
use http::Uri;

use crate::complaint::complain_of;
use crate::outcome::Outcome;
use crate::{input, sources};

/// A folder of calendar files as a calendar collection; the addresses of the files are their names. Files are read when
/// they are looked at, one at a time.
pub(super) struct Folder {
    path: PathBuf,
    href: Href,
    /// In the order of their names.
    members: Vec<Member>,
    /// By the path of the address, in the one spelling that all spellings have in common.
    places: HashMap<String, usize>,
    /// What was found out about the file that was read last.
    last: RefCell<Option<(Href, Vec<DavProperty>)>>,
    outcome: Cell<Outcome>,
}

struct Member {
    href: Href,
    path: PathBuf,
}

impl Folder {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let href = Href::new("/");
        let mut members = Vec::new();
        for entry in fs::read_dir(path)? {
            let entry = entry?;
            let path = entry.path();
            if sources::is_calendar_file(&path) && sources::is_readable(&path, entry.file_type()?) {
                members.push(Member { href: href.join(&entry.file_name().to_string_lossy()), path });
            }
        }
        members.sort_by(|one, other| one.path.cmp(&other.path));
        let root = Uri::from_static("/");
        let keys = members.iter().map(|member| member.href.key(&root).path().to_owned());
        let places = keys.zip(0..).collect();
        let (last, outcome) = (RefCell::default(), Cell::default());
        Ok(Self { path: path.to_owned(), href, members, places, last, outcome })
    }

    /// The address of the collection.
    pub(super) const fn href(&self) -> &Href {
        &self.href
    }

    /// How the reading of the files went.
    pub(super) fn outcome(&self) -> Outcome {
        self.outcome.get()
    }

    /// The calendar object resources in the order of their names.
    pub(super) fn objects(&self) -> impl Iterator<Item = CalendarObject<'_>> {
        self.members.iter().filter_map(|member| self.read(member))
    }

    /// The calendar object resource at an address, as a request spells it.
    pub(super) fn find(&self, href: &Href, request: &Uri) -> Option<CalendarObject<'_>> {
        self.member(href, request).and_then(|member| self.read(member))
    }

    /// The file at an address.
    pub(super) fn path(&self, href: &Href) -> &Path {
        self.member(href, &Uri::from_static("/")).map_or(&self.path, |member| &member.path)
    }

    /// The properties of the resource that was read last.
    pub(super) fn describe(&self, href: &Href) -> ResourceProperties {
        let mut resource = ResourceProperties::new(href.clone());
        if let Some((last, properties)) = &*self.last.borrow()
            && last == href
        {
            resource.properties.clone_from(properties);
        }
        resource
    }

    fn member(&self, href: &Href, request: &Uri) -> Option<&Member> {
        self.places.get(href.key(request).path()).and_then(|place| self.members.get(*place))
    }

    fn read<'f>(&'f self, member: &'f Member) -> Option<CalendarObject<'f>> {
        let octets = match input::read(&member.path) {
            Ok(octets) => octets,
            Err(fault) => {
                complain_of(&member.path, fault);
                self.outcome.set(Outcome::CouldNotRun);
                return None;
            }
        };
        let mut properties = vec![
            DavProperty::ResourceType(ResourceTypes::default()),
            DavProperty::GetContentType(MediaType::calendar()),
            DavProperty::GetContentLength(octets.len() as u64),
        ];
        properties.extend(entity_tag(&octets).map(DavProperty::GetEtag));
        let modified = fs::metadata(&member.path).and_then(|metadata| metadata.modified());
        properties.extend(modified.ok().map(|time| DavProperty::GetLastModified(HttpDate(time.into()))));
        self.last.replace(Some((member.href.clone(), properties)));
        Some(CalendarObject::new(&member.href, Cow::Owned(octets)))
    }
}

/// A strong entity tag that follows from the octets alone: their FNV-1a hash of 128 bits.
fn entity_tag(octets: &[u8]) -> Option<EntityTag> {
    let hash =
        octets.iter().fold(OFFSET_BASIS, |hash, octet| (hash ^ u128::from(*octet)).wrapping_mul(PRIME));
    EntityTag::strong(&format!("{hash:032x}")).ok()
}

const OFFSET_BASIS: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;

#[cfg(test)]
mod tests {
    use super::entity_tag;

    /// Values of <https://datatracker.ietf.org/doc/html/draft-eastlake-fnv>.
    #[test]
    fn tags_follow_from_octets() {
        for (octets, expected) in [
            ("", "6c62272e07bb014262b821756295c58d"),
            ("a", "d228cb696f1a8caf78912b704e4a8964"),
            ("foobar", "343e1662793c64bf6f0d3597ba446f18"),
        ] {
            assert_eq!(entity_tag(octets.as_bytes()).unwrap().opaque(), expected, "{octets}");
        }
    }
}
