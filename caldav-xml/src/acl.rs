//! Who may do what.
//!
//! ```dtd
//! <!ELEMENT acl (ace*) >
//! <!ELEMENT ace ((principal | invert), (grant|deny), protected?, inherited?)>
//! <!ELEMENT principal (href | all | authenticated | unauthenticated | property | self)>
//! <!ELEMENT invert principal>
//! <!ELEMENT acl-restrictions (grant-only?, no-invert?, deny-before-grant?, required-principal?)>
//! <!ELEMENT required-principal (all? | authenticated? | unauthenticated? | self? | href* | property*)>
//! <!ELEMENT supported-privilege (privilege, abstract?, description, supported-privilege*)>
//! ```

use caldav_types::acl::{Ace, AceAccess, AcePrincipal, Acl, AclRestrictions, SupportedPrivilege};
use caldav_types::property::DavPropertyName;
use caldav_types::{Href, LocalizedText, Privilege};

use crate::XmlError;
use crate::element::{Content, HREF};
use crate::name::{Name, Namespace};
use crate::privilege::{PRIVILEGE, read_all};
use crate::property;
use crate::reader::ElementReader;
use crate::writer::ElementWriter;

impl Content for Acl {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        reader.each(ACE, Ace::read).map(Self)
    }

    fn write(&self, writer: &mut ElementWriter) {
        self.0.iter().for_each(|entry| entry.write_as(ACE, writer));
    }

    fn of_empty() -> Option<Self> {
        Some(Self::default())
    }
}

impl Content for Ace {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let (mut principal, mut rights, mut is_protected, mut inherited) = (None, None, false, None);
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            let twice = match child.parts() {
                (Namespace::Dav, "principal") => {
                    principal.replace((AcePrincipal::read(reader)?, false)).is_some()
                }
                (Namespace::Dav, "invert") => principal.replace((read_inverted(reader)?, true)).is_some(),
                (Namespace::Dav, "grant") => {
                    rights.replace((AceAccess::Grant, read_rights(reader)?)).is_some()
                }
                (Namespace::Dav, "deny") => rights.replace((AceAccess::Deny, read_rights(reader)?)).is_some(),
                (Namespace::Dav, "protected") => {
                    is_protected = true;
                    false
                }
                (Namespace::Dav, "inherited") => {
                    inherited = property::read_href(reader)?;
                    false
                }
                _ => false,
            };
            if twice {
                return Err(reader.unexpected(child));
            }
        }
        let (principal, is_inverted) = children.required(principal, PRINCIPAL, reader)?;
        let (access, privileges) = children.required(rights, Name::dav("grant"), reader)?;
        Ok(Self { principal, is_inverted, access, privileges, is_protected, inherited })
    }

    fn write(&self, writer: &mut ElementWriter) {
        if self.is_inverted {
            writer.element(Name::dav("invert"), |writer| self.principal.write_as(PRINCIPAL, writer));
        } else {
            self.principal.write_as(PRINCIPAL, writer);
        }
        let access = match self.access {
            AceAccess::Grant => Name::dav("grant"),
            AceAccess::Deny => Name::dav("deny"),
        };
        writer.element(access, |writer| {
            self.privileges.iter().for_each(|privilege| privilege.write_as(PRIVILEGE, writer));
        });
        if self.is_protected {
            writer.empty(Name::dav("protected"));
        }
        if let Some(inherited) = &self.inherited {
            writer.element(Name::dav("inherited"), |writer| inherited.write_as(HREF, writer));
        }
    }
}

/// A DAV:principal.
impl Content for AcePrincipal {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let children = reader.children();
        match read_principals(reader)?.into_iter().next() {
            Some(principal) => Ok(principal),
            None => Err(children.expected("a principal", reader)),
        }
    }

    fn write(&self, writer: &mut ElementWriter) {
        match self {
            Self::Href(href) => href.write_as(HREF, writer),
            Self::All => writer.empty(Name::dav("all")),
            Self::Authenticated => writer.empty(Name::dav("authenticated")),
            Self::Unauthenticated => writer.empty(Name::dav("unauthenticated")),
            Self::Property(name) => {
                writer.element(Name::dav("property"), |writer| property::write_name(name, writer));
            }
            Self::ItSelf => writer.empty(Name::dav("self")),
            // The enum may grow; nothing is a principal that matches nobody.
            _ => {}
        }
    }
}

fn read_principals(reader: &mut ElementReader<'_>) -> Result<Vec<AcePrincipal>, XmlError> {
    let mut principals = Vec::new();
    let children = reader.children();
    while let Some(child) = children.next(reader)? {
        principals.push(match child.parts() {
            (Namespace::Dav, "href") => AcePrincipal::Href(Href::read(reader)?),
            (Namespace::Dav, "all") => AcePrincipal::All,
            (Namespace::Dav, "authenticated") => AcePrincipal::Authenticated,
            (Namespace::Dav, "unauthenticated") => AcePrincipal::Unauthenticated,
            (Namespace::Dav, "self") => AcePrincipal::ItSelf,
            (Namespace::Dav, "property") => AcePrincipal::Property(read_property(reader)?),
            _ => continue,
        });
    }
    Ok(principals)
}

fn read_property(reader: &mut ElementReader<'_>) -> Result<DavPropertyName, XmlError> {
    let children = reader.children();
    let names = property::read_names(reader)?;
    names.into_iter().next().ok_or_else(|| children.expected("the name of a property", reader))
}

fn read_inverted(reader: &mut ElementReader<'_>) -> Result<AcePrincipal, XmlError> {
    let mut principal = None;
    let children = reader.children();
    while let Some(child) = children.next(reader)? {
        if child == PRINCIPAL {
            principal = Some(AcePrincipal::read(reader)?);
        }
    }
    children.required(principal, PRINCIPAL, reader)
}

/// The privileges of a DAV:grant or DAV:deny, one at least.
fn read_rights(reader: &mut ElementReader<'_>) -> Result<Vec<Privilege>, XmlError> {
    let children = reader.children();
    let privileges = read_all(reader)?;
    children.required((!privileges.is_empty()).then_some(privileges), PRIVILEGE, reader)
}

impl Content for AclRestrictions {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let mut restrictions = Self::default();
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            match child.parts() {
                (Namespace::Dav, "grant-only") => restrictions.grant_only = true,
                (Namespace::Dav, "no-invert") => restrictions.no_invert = true,
                (Namespace::Dav, "deny-before-grant") => restrictions.deny_before_grant = true,
                (Namespace::Dav, "required-principal") => {
                    restrictions.required_principals = Some(read_principals(reader)?);
                }
                _ => {}
            }
        }
        Ok(restrictions)
    }

    fn write(&self, writer: &mut ElementWriter) {
        for (name, is_there) in [
            ("grant-only", self.grant_only),
            ("no-invert", self.no_invert),
            ("deny-before-grant", self.deny_before_grant),
        ] {
            if is_there {
                writer.empty(Name::dav(name));
            }
        }
        if let Some(principals) = &self.required_principals {
            writer.element(Name::dav("required-principal"), |writer| {
                principals.iter().for_each(|principal| principal.write(writer));
            });
        }
    }

    fn of_empty() -> Option<Self> {
        Some(Self::default())
    }
}

impl Content for SupportedPrivilege {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let (mut privilege, mut is_abstract, mut description, mut aggregated) =
            (None, false, None, Vec::new());
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            match child.parts() {
                (Namespace::Dav, "privilege") => privilege = Some(Privilege::read(reader)?),
                (Namespace::Dav, "abstract") => is_abstract = true,
                (Namespace::Dav, "description") => description = Some(LocalizedText::read(reader)?),
                // The depth of elements is bounded by the limits of the reader.
                (Namespace::Dav, "supported-privilege") => match Self::read(reader) {
                    Ok(privilege) => aggregated.push(privilege),
                    Err(error) => reader.recover(error)?,
                },
                _ => {}
            }
        }
        let privilege = children.required(privilege, PRIVILEGE, reader)?;
        if description.is_none() {
            children.tolerate_missing(Name::dav("description"), reader)?;
        }
        Ok(Self { privilege, is_abstract, description, aggregated })
    }

    fn write(&self, writer: &mut ElementWriter) {
        self.privilege.write_as(PRIVILEGE, writer);
        if self.is_abstract {
            writer.empty(Name::dav("abstract"));
        }
        if let Some(description) = &self.description {
            description.write_as(Name::dav("description"), writer);
        }
        self.aggregated.iter().for_each(|one| one.write_as(SUPPORTED_PRIVILEGE, writer));
    }
}

pub(crate) const SUPPORTED_PRIVILEGE: Name<'_> = Name::dav("supported-privilege");
const ACE: Name<'_> = Name::dav("ace");
const PRINCIPAL: Name<'_> = Name::dav("principal");
