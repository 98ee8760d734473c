//! What others changed.
//!
//! ```dtd
//! <!ELEMENT resource-change (created | updated+ | deleted | collection-changes)>
//! <!ELEMENT created (DAV:href, changed-by?, ANY)>
//! <!ELEMENT updated (DAV:href, changed-by?, content?, DAV:prop?, calendar-changes*)>
//! <!ELEMENT deleted (DAV:href, changed-by?, deleted-details)>
//! <!ELEMENT changed-by (common-name | (first-name, last-name), dtstamp?, DAV:href)>
//! <!ELEMENT collection-changes (DAV:href, changed-by*, DAV:prop?, child-created?, child-updated?, child-deleted?)>
//! <!ELEMENT deleted-details ((deleted-component, deleted-summary, deleted-next-instance?,
//!                             deleted-had-more-instances?) | deleted-displayname)>
//! ```

use caldav_types::Href;
use caldav_types::notification::{
    ChangedBy, CollectionChanges, CreatedResource, DeletedDetails, DeletedResource, NextInstance,
    ResourceChange, UpdatedResource,
};
use caldav_types::property::Recurrence;

use super::{DTSTAMP, calendar_server, read_stamp, write_number};
use crate::element::{Content, HREF, PROP};
use crate::name::{Name, Namespace};
use crate::prop::write_names;
use crate::reader::ElementReader;
use crate::sharing::{read_person_name, write_person_name};
use crate::writer::ElementWriter;
use crate::{XmlError, any_element, property};

/// The changes in a CS:resource-change. Several are read, since servers join those of one resource.
pub(super) fn read_all(reader: &mut ElementReader<'_>) -> Result<Vec<ResourceChange>, XmlError> {
    let mut changes = Vec::new();
    let children = reader.children();
    while let Some(child) = children.next(reader)? {
        let change = match child {
            CREATED => CreatedResource::read(reader).map(ResourceChange::Created),
            UPDATED => UpdatedResource::read(reader).map(ResourceChange::Updated),
            DELETED => DeletedResource::read(reader).map(ResourceChange::Deleted),
            COLLECTION => CollectionChanges::read(reader).map(ResourceChange::Collection),
            _ => continue,
        };
        match change {
            Ok(change) => changes.push(change),
            Err(error) => reader.recover(error)?,
        }
    }
    Ok(changes)
}

pub(super) fn write(change: &ResourceChange, writer: &mut ElementWriter) {
    match change {
        ResourceChange::Created(created) => created.write_as(CREATED, writer),
        ResourceChange::Updated(updated) => updated.write_as(UPDATED, writer),
        ResourceChange::Deleted(deleted) => deleted.write_as(DELETED, writer),
        ResourceChange::Collection(changes) => changes.write_as(COLLECTION, writer),
        // The enum may grow; what has no element is not told.
        _ => {}
    }
}

impl Content for CreatedResource {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let (mut href, mut changed_by, mut others) = (None, None, Vec::new());
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            match child {
                HREF => href = Some(Href::read(reader)?),
                CHANGED_BY => changed_by = Some(ChangedBy::read(reader)?),
                other => others.push(any_element::capture(reader, other)?),
            }
        }
        Ok(Self { href: children.required(href, HREF, reader)?, changed_by, others })
    }

    fn write(&self, writer: &mut ElementWriter) {
        self.href.write_as(HREF, writer);
        write_changed_by(self.changed_by.as_ref(), writer);
        self.others.iter().for_each(|other| any_element::write(other, writer));
    }
}

impl Content for UpdatedResource {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let (mut href, mut changed_by, mut content) = (None, None, false);
        let (mut properties, mut calendar_changes) = (None, Vec::new());
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            match child {
                HREF => href = Some(Href::read(reader)?),
                CHANGED_BY => changed_by = Some(ChangedBy::read(reader)?),
                CONTENT => content = true,
                PROP => properties = Some(property::read_names(reader)?),
                CALENDAR_CHANGES => calendar_changes.push(reader.each(RECURRENCE, Recurrence::read)?),
                _ => {}
            }
        }
        let href = children.required(href, HREF, reader)?;
        Ok(Self { href, changed_by, content, properties, calendar_changes })
    }

    fn write(&self, writer: &mut ElementWriter) {
        self.href.write_as(HREF, writer);
        write_changed_by(self.changed_by.as_ref(), writer);
        if self.content {
            writer.empty(CONTENT);
        }
        if let Some(names) = &self.properties {
            write_names(names, writer);
        }
        for recurrences in &self.calendar_changes {
            writer.element(CALENDAR_CHANGES, |writer| {
                recurrences.iter().for_each(|recurrence| recurrence.write_as(RECURRENCE, writer));
            });
        }
    }
}

impl Content for DeletedResource {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let (mut href, mut changed_by, mut details) = (None, None, None);
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            match child {
                HREF => href = Some(Href::read(reader)?),
                CHANGED_BY => changed_by = Some(ChangedBy::read(reader)?),
                DETAILS => details = Some(DeletedDetails::read(reader)?),
                _ => {}
            }
        }
        Ok(Self { href: children.required(href, HREF, reader)?, changed_by, details })
    }

    fn write(&self, writer: &mut ElementWriter) {
        self.href.write_as(HREF, writer);
        write_changed_by(self.changed_by.as_ref(), writer);
        if let Some(details) = &self.details {
            details.write_as(DETAILS, writer);
        }
    }
}

impl Content for DeletedDetails {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let (mut component, mut summary, mut next_instance) = (None, None, None);
        let (mut had_more_instances, mut display_name) = (false, None);
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            match child {
                COMPONENT => component = Some(reader.trimmed_text()?),
                SUMMARY => summary = Some(reader.text()?.into()),
                NEXT_INSTANCE => next_instance = Some(NextInstance::read(reader)?),
                HAD_MORE_INSTANCES => had_more_instances = true,
                DISPLAY_NAME => display_name = Some(reader.text()?.into()),
                _ => {}
            }
        }
        if let Some(name) = display_name {
            return Ok(Self::Collection(name));
        }
        Ok(Self::Resource {
            component: children.required(component, COMPONENT, reader)?,
            summary: children.required(summary, SUMMARY, reader)?,
            next_instance,
            had_more_instances,
        })
    }

    fn write(&self, writer: &mut ElementWriter) {
        match self {
            Self::Collection(name) => writer.text_element(DISPLAY_NAME, name),
            Self::Resource { component, summary, next_instance, had_more_instances } => {
                writer.text_element(COMPONENT, component);
                writer.text_element(SUMMARY, summary);
                if let Some(instance) = next_instance {
                    instance.write_as(NEXT_INSTANCE, writer);
                }
                if *had_more_instances {
                    writer.empty(HAD_MORE_INSTANCES);
                }
            }
        }
    }
}

impl Content for NextInstance {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let tzid = reader.attribute("tzid")?.map(|tzid| tzid.trim().into());
        Ok(Self { tzid, value: reader.trimmed_text()? })
    }

    fn write(&self, writer: &mut ElementWriter) {
        if let Some(tzid) = &self.tzid {
            writer.attribute("tzid", tzid);
        }
        writer.text(&self.value);
    }
}

impl Content for ChangedBy {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let mut changed_by = Self::default();
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            match child {
                HREF => changed_by.href = Some(Href::read(reader)?),
                DTSTAMP => changed_by.stamp = read_stamp(reader)?,
                part if part.namespace == Namespace::CalendarServer => {
                    read_person_name(part, &mut changed_by.name, reader)?;
                }
                _ => {}
            }
        }
        Ok(changed_by)
    }

    fn write(&self, writer: &mut ElementWriter) {
        write_person_name(&self.name, Namespace::CalendarServer, writer);
        if let Some(stamp) = &self.stamp {
            stamp.write_as(DTSTAMP, writer);
        }
        if let Some(href) = &self.href {
            href.write_as(HREF, writer);
        }
    }
}

impl Content for CollectionChanges {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let (mut href, mut changed_by, mut properties) = (None, Vec::new(), None);
        let (mut created, mut updated, mut deleted) = (None, None, None);
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            match child {
                HREF => href = Some(Href::read(reader)?),
                CHANGED_BY => changed_by.push(ChangedBy::read(reader)?),
                PROP => properties = Some(property::read_names(reader)?),
                CHILD_CREATED => created = Some(u64::read(reader)?),
                CHILD_UPDATED => updated = Some(u64::read(reader)?),
                CHILD_DELETED => deleted = Some(u64::read(reader)?),
                _ => {}
            }
        }
        let href = children.required(href, HREF, reader)?;
        Ok(Self { href, changed_by, properties, created, updated, deleted })
    }

    fn write(&self, writer: &mut ElementWriter) {
        self.href.write_as(HREF, writer);
        self.changed_by.iter().for_each(|one| one.write_as(CHANGED_BY, writer));
        if let Some(names) = &self.properties {
            write_names(names, writer);
        }
        write_number(self.created, CHILD_CREATED.local, writer);
        write_number(self.updated, CHILD_UPDATED.local, writer);
        write_number(self.deleted, CHILD_DELETED.local, writer);
    }
}

fn write_changed_by(changed_by: Option<&ChangedBy>, writer: &mut ElementWriter) {
    if let Some(changed_by) = changed_by {
        changed_by.write_as(CHANGED_BY, writer);
    }
}

const CREATED: Name<'_> = calendar_server("created");
const UPDATED: Name<'_> = calendar_server("updated");
const DELETED: Name<'_> = calendar_server("deleted");
const COLLECTION: Name<'_> = calendar_server("collection-changes");
const CHANGED_BY: Name<'_> = calendar_server("changed-by");
const CONTENT: Name<'_> = calendar_server("content");
const CALENDAR_CHANGES: Name<'_> = calendar_server("calendar-changes");
const RECURRENCE: Name<'_> = calendar_server("recurrence");
const DETAILS: Name<'_> = calendar_server("deleted-details");
const COMPONENT: Name<'_> = calendar_server("deleted-component");
const SUMMARY: Name<'_> = calendar_server("deleted-summary");
const NEXT_INSTANCE: Name<'_> = calendar_server("deleted-next-instance");
const HAD_MORE_INSTANCES: Name<'_> = calendar_server("deleted-had-more-instances");
const DISPLAY_NAME: Name<'_> = calendar_server("deleted-displayname");
const CHILD_CREATED: Name<'_> = calendar_server("child-created");
const CHILD_UPDATED: Name<'_> = calendar_server("child-updated");
const CHILD_DELETED: Name<'_> = calendar_server("child-deleted");
