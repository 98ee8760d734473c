//! The privileges of a resource as a flat table.
//!
//! [RFC 3744 §5.3](https://www.rfc-editor.org/rfc/rfc3744#section-5.3)

use crate::acl::SupportedPrivilege;
use crate::{LocalizedText, Privilege};

/// The privileges that a calendar server has at least, as DAV:supported-privilege-set tells them: those of
/// [RFC 3744 §3](https://www.rfc-editor.org/rfc/rfc3744#section-3) below DAV:all, and CALDAV:read-free-busy below DAV:read
/// ([RFC 4791 §6.1.1](https://www.rfc-editor.org/rfc/rfc4791#section-6.1.1)), described in English.
#[must_use]
pub fn calendar_privileges() -> Vec<SupportedPrivilege> {
    let read = one(Privilege::Read, "Read", vec![one(Privilege::ReadFreeBusy, "See busy time", Vec::new())]);
    let write = one(
        Privilege::Write,
        "Write",
        vec![
            one(Privilege::WriteContent, "Change content", Vec::new()),
            one(Privilege::WriteProperties, "Change properties", Vec::new()),
            one(Privilege::Bind, "Add members", Vec::new()),
            one(Privilege::Unbind, "Remove members", Vec::new()),
        ],
    );
    let others = [
        (Privilege::Unlock, "Remove locks of others"),
        (Privilege::ReadAcl, "See who may do what"),
        (Privilege::ReadCurrentUserPrivilegeSet, "See what one may do"),
        (Privilege::WriteAcl, "Change who may do what"),
    ];
    let mut aggregated = vec![read, write];
    aggregated.extend(others.map(|(privilege, description)| one(privilege, description, Vec::new())));
    vec![one(Privilege::All, "Everything", aggregated)]
}

fn one(privilege: Privilege, description: &str, aggregated: Vec<SupportedPrivilege>) -> SupportedPrivilege {
    let description = LocalizedText { text: description.into(), language: Some("en".into()) };
    SupportedPrivilege { privilege, is_abstract: false, description: Some(description), aggregated }
}

/// The privileges of a tree, each with those around it.
pub(super) struct PrivilegeTable<'a>(Vec<Row<'a>>);

struct Row<'a> {
    supported: &'a SupportedPrivilege,
    /// The place of the one that aggregates it.
    parent: Option<usize>,
}

impl<'a> PrivilegeTable<'a> {
    pub(super) fn new(trees: &'a [SupportedPrivilege]) -> Self {
        let mut rows = Vec::new();
        let mut open: Vec<_> = trees.iter().rev().map(|tree| (tree, None)).collect();
        while let Some((supported, parent)) = open.pop() {
            let place = rows.len();
            rows.push(Row { supported, parent });
            open.extend(supported.aggregated.iter().rev().map(|below| (below, Some(place))));
        }
        Self(rows)
    }

    /// Every privilege, an aggregate before what it aggregates.
    pub(super) fn all(&self) -> impl Iterator<Item = &'a SupportedPrivilege> + '_ {
        self.0.iter().map(|row| row.supported)
    }

    /// The privilege with what is said about it.
    pub(super) fn find(&self, privilege: &Privilege) -> Option<&'a SupportedPrivilege> {
        self.all().find(|supported| supported.privilege == *privilege)
    }

    /// The places of what is granted or denied one by one: what aggregates nothing, and DAV:read, which is more than
    /// what it aggregates.
    pub(super) fn single(&self) -> impl Iterator<Item = usize> + '_ {
        self.0
            .iter()
            .enumerate()
            .filter(|(_, row)| {
                row.supported.aggregated.is_empty() || row.supported.privilege == Privilege::Read
            })
            .map(|(place, _)| place)
    }

    /// Is what stands at a place the privilege, or in it: by this tree, or by what every tree has to have?
    pub(super) fn contains(&self, privilege: &Privilege, place: usize) -> bool {
        let mut at = self.0.get(place);
        while let Some(row) = at {
            if privilege.contains(&row.supported.privilege) {
                return true;
            }
            at = row.parent.and_then(|parent| self.0.get(parent));
        }
        false
    }

    /// Does one privilege have something in it that the other has too?
    pub(super) fn overlap(&self, one: &Privilege, other: &Privilege) -> bool {
        one == other || self.single().any(|place| self.contains(one, place) && self.contains(other, place))
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }
}

#[cfg(test)]
mod tests {
    use super::{PrivilegeTable, calendar_privileges};
    use crate::Privilege;

    #[test]
    fn privileges_of_a_calendar_server() {
        let trees = calendar_privileges();
        let table = PrivilegeTable::new(&trees);
        assert_eq!(table.all().count(), 12);
        for privilege in table.all() {
            assert!(
                privilege.description.as_ref().is_some_and(|text| text.language.is_some()),
                "RFC 3744 5.3: the language is told: {}",
                privilege.privilege
            );
        }
        for (section, aggregate, part) in [
            ("RFC 4791 6.1.1", Privilege::Read, Privilege::ReadFreeBusy),
            ("RFC 3744 3.12", Privilege::Write, Privilege::Bind),
            ("RFC 3744 3.12", Privilege::Write, Privilege::Unbind),
            ("RFC 3744 3.12", Privilege::Write, Privilege::WriteProperties),
            ("RFC 3744 3.12", Privilege::Write, Privilege::WriteContent),
            ("RFC 3744 3.11", Privilege::All, Privilege::WriteAcl),
        ] {
            assert!(table.find(&aggregate).is_some_and(|found| found.find(&part).is_some()), "{section}");
            assert!(table.overlap(&aggregate, &part), "{section}");
        }
        assert!(table.find(&Privilege::ScheduleSend).is_none());
        assert!(!table.overlap(&Privilege::Read, &Privilege::Write));
    }
}
