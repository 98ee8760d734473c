//! Places of many things in one stream.

use crate::Position;
use crate::component::Component;
use crate::folding::folded_offset;
use crate::parameter::Parameter;
use crate::property::Property;
use crate::tree::{Index, Tree};

/// Tells where things of one stream stand, in any order.
///
/// ```
/// let calendar = ical_model::Calendar::parse("BEGIN:VCALENDAR\r\nX-A:1\r\nX-B:2\r\nEND:VCALENDAR\r\n")?;
/// let mut locator = calendar.stream().locator();
/// let lines: Vec<_> = calendar.properties().map(|property| locator.property(property).line).collect();
/// assert_eq!(lines, [2, 3]);
/// # Ok::<(), ical_model::ParseError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Locator<'d> {
    tree: &'d Tree<'d>,
}

impl<'d> Locator<'d> {
    pub(crate) fn new(tree: &'d Tree<'d>) -> Self {
        Self { tree }
    }

    /// Where the line of a property begins.
    pub fn property(&mut self, property: Property<'_>) -> Position {
        self.at(property.index, 0)
    }

    /// Where an octet of the unfolded value of a property stands.
    pub fn value(&mut self, property: Property<'_>, offset: usize) -> Position {
        let value = property.node.value as usize;
        let folded = property.line().get(value..).unwrap_or_default();
        self.at(property.index, value + folded_offset(folded, offset))
    }

    /// Where a parameter of a property stands.
    pub fn parameter(&mut self, property: Property<'_>, parameter: &Parameter<'_>) -> Position {
        self.at(property.index, folded_offset(property.line(), parameter.offset))
    }

    /// Where the BEGIN of a component stands.
    pub fn component(&mut self, component: Component<'_>) -> Position {
        self.at(component.index, 0)
    }

    /// Where an octet of the source stands.
    pub(crate) fn source(&mut self, at: usize) -> Position {
        self.tree.source_position(at)
    }

    fn at(&mut self, index: Index, offset: usize) -> Position {
        self.tree.position(index, offset)
    }
}

#[cfg(test)]
mod tests {
    use crate::CalendarStream;

    #[test]
    fn going_back_gives_the_same_place() {
        let mut text = String::from("BEGIN:VCALENDAR\r\n");
        for number in 0..20_000 {
            text.push_str(&format!("X-A:{number}\r\n"));
        }
        text.push_str("END:VCALENDAR\r\n");
        let stream = CalendarStream::parse(&text).unwrap();
        let calendar = stream.components().next().unwrap();
        let properties: Vec<_> = calendar.properties().collect();
        let mut locator = stream.locator();
        for index in [19_999, 0, 10_000, 19_998, 5_000, 19_999, 9_999] {
            assert_eq!(locator.property(properties[index]).line, index + 2);
            assert_eq!(locator.property(properties[index]), properties[index].position());
        }
    }
}
