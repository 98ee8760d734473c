//! PROPPATCH.
//!
//! ```dtd
//! <!ELEMENT propertyupdate (remove | set)+>
//! ```

use caldav_types::request::{Proppatch, ProppatchInstruction};

use super::set::{self, REMOVE, SET};
use crate::XmlError;
use crate::element::{Content, PROP};
use crate::property;
use crate::reader::ElementReader;
use crate::writer::ElementWriter;

impl Content for Proppatch {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let mut instructions = Vec::new();
        let mut some = false;
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            match child {
                SET => {
                    instructions.extend(set::read_some(reader)?.into_iter().map(ProppatchInstruction::Set));
                }
                REMOVE => instructions
                    .extend(set::read_removed(reader)?.into_iter().map(ProppatchInstruction::Remove)),
                _ => continue,
            }
            some = true;
        }
        if !some {
            return Err(children.missing(SET, reader));
        }
        Ok(Self { instructions })
    }

    fn write(&self, writer: &mut ElementWriter) {
        let is_set = |instruction: &ProppatchInstruction| matches!(instruction, ProppatchInstruction::Set(_));
        for run in self.instructions.chunk_by(|one, next| is_set(one) == is_set(next)) {
            let name = if run.first().is_some_and(is_set) { SET } else { REMOVE };
            writer.element(name, |writer| {
                writer.element(PROP, |writer| {
                    for instruction in run {
                        match instruction {
                            ProppatchInstruction::Set(property) => property::write(property, writer),
                            ProppatchInstruction::Remove(name) => property::write_name(name, writer),
                        }
                    }
                });
            });
        }
    }
}
