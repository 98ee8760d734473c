//! Conditions on the states of resources.
//!
//! [RFC 4918 §10.4](https://www.rfc-editor.org/rfc/rfc4918#section-10.4)
//!
//! ```abnf
//! If           = "If" ":" ( 1*No-tag-list | 1*Tagged-list )
//! No-tag-list  = List
//! Tagged-list  = Resource-Tag 1*List
//! List         = "(" 1*Condition ")"
//! Condition    = ["Not"] (State-token | "[" entity-tag "]")
//! State-token  = Coded-URL
//! Resource-Tag = "<" Simple-ref ">"
//! ```

use std::fmt;
use std::str::FromStr;

use super::cursor::Cursor;
use super::{Header, HeaderError};
use crate::text_form::serialize_as_text;
use crate::{EntityTag, Href, StateToken};

/// The field `If`: lists of conditions, on the resource of the request or each on a resource of its own. One list that
/// holds as a whole is enough.
///
/// ```
/// use caldav_types::header::{If, IfCondition, IfState};
/// let condition: If = "(<urn:uuid:181d4fae> [\"I am an ETag\"]) ([\"I am another ETag\"])".parse()?;
/// assert_eq!(condition.lists().count(), 2);
/// assert_eq!(condition.submitted_tokens().next().map(|token| token.as_str()), Some("urn:uuid:181d4fae"));
/// // Nothing is locked and the entity tag is the second one:
/// assert!(condition.holds(|_, state| matches!(state, IfState::EntityTag(tag) if tag.opaque() == "I am another ETag")));
/// # Ok::<(), caldav_types::header::HeaderError>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct If {
    /// One with no address where the lists are of the resource of the request, else all with one.
    groups: Vec<(Option<Href>, Vec<IfList>)>,
}

impl If {
    /// Lists of the resource of the request; `None` where there are none.
    #[must_use]
    pub fn untagged(lists: impl IntoIterator<Item = IfList>) -> Option<Self> {
        Self::of_groups(vec![(None, lists.into_iter().collect())])
    }

    /// Lists of resources, each with its own; `None` where there are none. A resource without lists is left out.
    #[must_use]
    pub fn tagged(lists: impl IntoIterator<Item = (Href, Vec<IfList>)>) -> Option<Self> {
        Self::of_groups(lists.into_iter().map(|(href, lists)| (Some(href), lists)).collect())
    }

    /// A lock that the client knows of, for the resource of the request.
    #[must_use]
    pub fn lock(token: StateToken) -> Self {
        Self { groups: vec![(None, vec![IfList::new(IfState::Token(token).into())])] }
    }

    fn of_groups(mut groups: Vec<(Option<Href>, Vec<IfList>)>) -> Option<Self> {
        groups.retain(|(_, lists)| !lists.is_empty());
        if groups.is_empty() { None } else { Some(Self { groups }) }
    }

    /// The lists, each with the resource it is about: `None` for that of the request.
    pub fn lists(&self) -> impl Iterator<Item = (Option<&Href>, &IfList)> {
        self.groups.iter().flat_map(|(href, lists)| lists.iter().map(move |list| (href.as_ref(), list)))
    }

    /// The state tokens that stand anywhere in it: those count as submitted, whether or not what they stand in holds
    /// (§10.4.1).
    pub fn submitted_tokens(&self) -> impl Iterator<Item = &StateToken> {
        self.lists().flat_map(|(_, list)| list.conditions()).filter_map(|condition| match &condition.state {
            IfState::Token(token) => Some(token),
            IfState::EntityTag(_) => None,
        })
    }

    /// Does it hold (§10.4.3)? `is_in` says whether a resource, `None` for that of the request, is in a state; of an
    /// address that no resource has nothing is true (§10.4.4).
    #[must_use]
    pub fn holds(&self, mut is_in: impl FnMut(Option<&Href>, &IfState) -> bool) -> bool {
        self.lists().any(|(href, list)| {
            list.conditions().iter().all(|condition| is_in(href, &condition.state) != condition.not)
        })
    }
}

impl Header for If {
    const NAME: &'static str = "If";
}

impl FromStr for If {
    type Err = HeaderError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut cursor = Cursor::new(Self::NAME, text);
        let mut groups = Vec::new();
        if cursor.rest().starts_with('(') {
            groups.push((None, IfList::take_some_from(&mut cursor)?));
        } else {
            while groups.is_empty() || !cursor.is_at_end() {
                let href =
                    cursor.angle_brackets("a list in \"(\" and \")\" or an address in \"<\" and \">\"")?;
                cursor.white_space();
                groups.push((Some(Href::new(href)), IfList::take_some_from(&mut cursor)?));
            }
        }
        cursor.end()?;
        Ok(Self { groups })
    }
}

impl fmt::Display for If {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut blank = "";
        for (href, lists) in &self.groups {
            if let Some(href) = href {
                write!(f, "{blank}<{}>", href.in_field())?;
                blank = " ";
            }
            for list in lists {
                write!(f, "{blank}{list}")?;
                blank = " ";
            }
        }
        Ok(())
    }
}

/// Conditions that have to hold together; there is one at least.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct IfList(Vec<IfCondition>);

impl IfList {
    /// A list of one condition.
    #[must_use]
    pub fn new(condition: IfCondition) -> Self {
        Self(vec![condition])
    }

    /// With a further condition.
    #[must_use]
    pub fn and(mut self, condition: IfCondition) -> Self {
        self.0.push(condition);
        self
    }

    /// The conditions.
    #[must_use]
    pub fn conditions(&self) -> &[IfCondition] {
        &self.0
    }

    /// `1*List`
    fn take_some_from(cursor: &mut Cursor<'_>) -> Result<Vec<Self>, HeaderError> {
        let mut lists = vec![Self::take_from(cursor)?];
        while cursor.rest().starts_with('(') {
            lists.push(Self::take_from(cursor)?);
        }
        Ok(lists)
    }

    fn take_from(cursor: &mut Cursor<'_>) -> Result<Self, HeaderError> {
        cursor.expect('(', "a list in \"(\" and \")\"")?;
        cursor.white_space();
        let mut conditions = vec![IfCondition::take_from(cursor)?];
        while !cursor.take(')') {
            conditions.push(IfCondition::take_from(cursor)?);
        }
        cursor.white_space();
        Ok(Self(conditions))
    }
}

impl fmt::Display for IfList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, condition) in self.0.iter().enumerate() {
            write!(f, "{}{condition}", if place == 0 { "(" } else { " " })?;
        }
        f.write_str(")")
    }
}

/// A state that a resource has to be in, or has not to be in.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct IfCondition {
    /// Has the resource to be in another state?
    pub not: bool,
    /// The state.
    pub state: IfState,
}

impl IfCondition {
    fn take_from(cursor: &mut Cursor<'_>) -> Result<Self, HeaderError> {
        let not = cursor.take_literal("Not");
        cursor.white_space();
        let state = if cursor.take('[') {
            let tag = EntityTag::take_from(cursor, |character| character == ']')
                .map_err(|e| e.of_field(If::NAME))?;
            cursor.white_space();
            cursor.expect(']', "\"]\"")?;
            IfState::EntityTag(tag)
        } else if cursor.rest().starts_with('<') {
            IfState::Token(StateToken::take_from(cursor)?)
        } else {
            return Err(cursor.error("a URI in \"<\" and \">\", an entity tag in \"[\" and \"]\" or \")\""));
        };
        cursor.white_space();
        Ok(Self { not, state })
    }
}

impl From<IfState> for IfCondition {
    fn from(state: IfState) -> Self {
        Self { not: false, state }
    }
}

impl fmt::Display for IfCondition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.not {
            f.write_str("Not ")?;
        }
        match &self.state {
            IfState::Token(token) => token.coded().fmt(f),
            IfState::EntityTag(tag) => write!(f, "[{tag}]"),
        }
    }
}

/// What a resource can be.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum IfState {
    /// In the state of this name: mostly locked with this lock.
    Token(StateToken),
    /// Of this version.
    EntityTag(EntityTag),
}

serialize_as_text!(If);

#[cfg(test)]
mod tests {
    use super::{If, IfList, IfState};
    use crate::header::tests::assert_forms;
    use crate::{EntityTag, Href};

    const LOCK: &str = "<urn:uuid:181d4fae-7d8c-11d0-a765-00a0c91e6bf2>";

    #[test]
    fn forms() {
        let no_tag = format!("({LOCK} [\"I am an ETag\"]) ([\"I am another ETag\"])");
        let folded = format!("({LOCK}\n  [\"I am an ETag\"])\n ([\"I am another ETag\"])").replace('\n', " ");
        let not = format!("(Not {LOCK} <urn:uuid:58f202ac-22cf-11d1-b12d-002035b29092>)");
        let always = format!("({LOCK}) (Not <DAV:no-lock>)");
        let tagged = format!("</resource1> ({LOCK} [W/\"A weak ETag\"]) ([\"strong ETag\"])");
        let collection = format!("<http://www.example.com/specs/> ({LOCK})");
        assert_forms::<If>(&[
            ("RFC 4918 10.4.6", &folded, Some(&no_tag)),
            ("RFC 4918 10.4.7", &not, Some(&not)),
            ("RFC 4918 10.4.8", &always, Some(&always)),
            ("RFC 4918 10.4.9", &tagged, Some(&tagged)),
            ("RFC 4918 10.4.10", &collection, Some(&collection)),
            (
                "RFC 4918 10.4.11",
                "</specs/rfc2518.doc> ([\"4217\"])",
                Some("</specs/rfc2518.doc> ([\"4217\"])"),
            ),
            (
                "RFC 4918 10.4.11",
                "</specs/rfc2518.doc> (Not [\"4217\"])",
                Some("</specs/rfc2518.doc> (Not [\"4217\"])"),
            ),
            (
                "several resources",
                "</a>([\"1\"])(<x:y>)</b>(not[\"2\"])",
                Some("</a> ([\"1\"]) (<x:y>) </b> (Not [\"2\"])"),
            ),
            ("a bracket in a tag", "([\"a]b\"])", Some("([\"a]b\"])")),
            ("q-15: a tag without quotes", "([abc])", Some("([abc])")),
            (
                "calendarserver-bulk-change 6",
                "(<http://me.com/_namespace/ctag/1>)",
                Some("(<http://me.com/_namespace/ctag/1>)"),
            ),
            ("10.4.2: not mixed", "([\"1\"]) </a> ([\"2\"])", None),
            ("10.4.2: 1*Condition", "()", None),
            ("10.4.2: 1*List", "</a>", None),
            ("10.4.2: 1*List", "", None),
            ("10.4.2: no LWS in Resource-Tag", "</a b> ([\"1\"])", None),
            ("not closed", "([\"1\"]", None),
            ("not closed", "([\"1\")", None),
            ("Not alone", "(Not)", None),
            ("a token without brackets", "(urn:x)", None),
            ("more behind", "([\"1\"]) x", None),
        ]);
    }

    #[test]
    fn evaluated_as_10_4_3_says() {
        let is_in = |href: Option<&Href>, state: &IfState| match state {
            IfState::Token(token) => href.is_none() && token.as_str() == "x:lock",
            IfState::EntityTag(tag) => tag.opaque() == if href.is_none() { "1" } else { "2" },
        };
        for (text, expected) in [
            ("([\"1\"])", true),
            ("([\"2\"])", false),
            ("(<x:lock> [\"1\"])", true),
            ("(<x:lock> [\"2\"])", false),
            ("(<x:lock> Not [\"2\"])", true),
            ("([\"2\"]) (<x:lock>)", true),
            ("(Not <DAV:no-lock>)", true),
            ("(Not <x:lock>)", false),
            ("</a> ([\"2\"])", true),
            ("</a> (<x:lock>)", false),
            ("</a> (<x:lock>) </b> ([\"2\"])", true),
        ] {
            assert_eq!(text.parse::<If>().unwrap().holds(is_in), expected, "{text}");
        }
    }

    #[test]
    fn tokens_are_submitted_wherever_they_stand() {
        let field: If = "(Not <x:a> [\"1\"]) (<x:b>)".parse().unwrap();
        let tokens: Vec<_> = field.submitted_tokens().map(ToString::to_string).collect();
        assert_eq!(tokens, ["x:a", "x:b"]);
    }

    #[test]
    fn made() {
        let tag: EntityTag = "\"1\"".parse().unwrap();
        let list =
            IfList::new(IfState::EntityTag(tag).into()).and(IfState::Token("x:y".parse().unwrap()).into());
        let field =
            If::tagged([(Href::new("/a b>"), vec![list.clone()]), (Href::new("/none"), vec![])]).unwrap();
        assert_eq!(field.to_string(), "</a%20b%3E> ([\"1\"] <x:y>)");
        assert_eq!(If::untagged([list]).unwrap().to_string(), "([\"1\"] <x:y>)");
        assert_eq!(If::untagged([]), None);
        assert_eq!(If::tagged([(Href::new("/a"), vec![])]), None);
        assert_eq!(If::lock("x:y".parse().unwrap()).to_string(), "(<x:y>)");
    }
}
