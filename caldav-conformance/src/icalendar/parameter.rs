//! Parameters: how often one stands on a line, and what its value may be.
//!
//! [RFC 5545 §3.2](https://www.rfc-editor.org/rfc/rfc5545#section-3.2),
//! [RFC 9073 §5](https://www.rfc-editor.org/rfc/rfc9073#section-5),
//! [RFC 9253 §6](https://www.rfc-editor.org/rfc/rfc9253#section-6)

use ical_model::value::{Duration, Integer, Uri, ValueRead};
use ical_model::{Parameter, ParameterName, ParameterValue, Property, PropertyErrorKind, registry};

use crate::inspection::{Inspection, Place};
use crate::rule::Rule;
use crate::rules::rules;

use super::tally::{ComponentSlot, PropertySlot};

/// The parameters of one line.
#[derive(Debug, Default)]
pub(crate) struct Parameters<'c> {
    list: Vec<Parameter<'c>>,
}

impl<'c> Parameters<'c> {
    /// Takes those of another line in place of those it has, and checks them.
    pub(crate) fn read(
        &mut self,
        inspection: &mut Inspection<'c>,
        property: Property<'c>,
        slot: Option<PropertySlot>,
        component: ComponentSlot,
    ) {
        self.list.clear();
        if !property.has_parameters() {
            return;
        }
        for parameter in property.parameters() {
            match parameter {
                Ok(parameter) => {
                    check(inspection, property, component, &parameter);
                    self.list.push(parameter);
                }
                Err(error) => {
                    // Octets that are no UTF-8 were told of the line as a whole.
                    if matches!(error.kind(), PropertyErrorKind::LimitExceeded { .. }) {
                        inspection.report(&LIMIT, Place::At(error.position()), || error.kind().to_string());
                    }
                    break;
                }
            }
        }
        if self.list.len() > 1 {
            self.check_repetition(inspection, property, slot);
        }
    }

    /// The first of this name.
    #[inline]
    pub(crate) fn get(&self, name: &ParameterName<'_>) -> Option<&Parameter<'c>> {
        self.list.iter().find(|parameter| parameter.name() == name)
    }

    /// Whether there is one of this name.
    #[inline]
    pub(crate) fn has(&self, name: &ParameterName<'_>) -> bool {
        self.get(name).is_some()
    }

    /// Whether the first of this name has this value, in any case.
    pub(crate) fn says(&self, name: &ParameterName<'_>, value: &str) -> bool {
        self.get(name).is_some_and(|parameter| parameter.value().eq_ignore_ascii_case(value))
    }

    /// Parameters that a property is defined with stand on it once.
    fn check_repetition(
        &self,
        inspection: &mut Inspection<'c>,
        property: Property<'c>,
        slot: Option<PropertySlot>,
    ) {
        let Some(definition) = registry::definition(&property.name()) else { return };
        for name in definition.parameters {
            let mut of_name = self.list.iter().filter(|parameter| parameter.name() == name);
            let (Some(_), Some(second)) = (of_name.next(), of_name.next()) else { continue };
            let rule = match (slot, name) {
                (Some(PropertySlot::RefreshInterval), ParameterName::Value) => &REFRESH_INTERVAL_VALUE_ONCE,
                (Some(PropertySlot::Conference), ParameterName::Value) => &CONFERENCE_VALUE_ONCE,
                (Some(PropertySlot::FreeBusy), ParameterName::FbType) => &FBTYPE_ONCE,
                _ => &ONCE,
            };
            inspection.report(rule, Place::Parameter(property, second), || {
                format!("{} has {name} more than once", property.name())
            });
        }
    }
}

/// Checks one parameter. One outside of the grammar was told already.
fn check<'c>(
    inspection: &mut Inspection<'c>,
    property: Property<'c>,
    component: ComponentSlot,
    parameter: &Parameter<'c>,
) {
    use ParameterName as Name;
    if parameter.fault().is_some() {
        return;
    }
    let mut values = parameter.values();
    let first = values.next();
    let Some(value) = &first else { return };
    let text = &*value.text;
    let rule = match parameter.name() {
        Name::Other(_) => return,
        Name::DelegatedFrom => addresses(parameter, &DELEGATED_FROM),
        Name::DelegatedTo => addresses(parameter, &DELEGATED_TO),
        Name::Member => addresses(parameter, &MEMBER),
        Name::Display | Name::Feature => {
            broken(parameter.values().all(|value| is_token(&value.text)), &TOKEN)
        }
        _ if values.next().is_some() => Some(list_rule(parameter)),
        Name::AltRep => broken(is_quoted_uri(value), &ALTREP),
        Name::Dir => broken(is_quoted_uri(value), &DIR),
        Name::Schema => broken(is_quoted_uri(value), &SCHEMA),
        Name::SentBy => broken(value.quoted && is_mailto(text), &SENT_BY),
        Name::LinkRel => broken(if value.quoted { is_uri(text) } else { is_token(text) }, &LINKREL),
        Name::Encoding => broken(is_one_of(text, &["8BIT", "BASE64"]), &ENCODING),
        Name::FmtType => broken(is_media_type(text), &FMTTYPE),
        Name::Language => broken(is_language_tag(text), &LANGUAGE),
        Name::PartStat => broken(is_partstat(text, component), &PARTSTAT),
        Name::Range => broken(is_one_of(text, &["THISANDFUTURE"]), &RANGE),
        Name::Related => broken(is_one_of(text, &["START", "END"]), &RELATED),
        Name::Rsvp => broken(is_one_of(text, &["TRUE", "FALSE"]), &RSVP),
        Name::Derived => broken(is_one_of(text, &["TRUE", "FALSE"]), &DERIVED),
        Name::Order => broken(Integer::read_strict(text).is_ok_and(|order| order.get() >= 1), &ORDER),
        Name::Gap => broken(text.parse::<Duration>().is_ok(), &GAP),
        Name::Size => broken(!text.is_empty() && text.bytes().all(|octet| octet.is_ascii_digit()), &SIZE),
        Name::CuType
        | Name::FbType
        | Name::RelType
        | Name::Role
        | Name::ScheduleAgent
        | Name::ScheduleForceSend => broken(is_token(text), &TOKEN),
        Name::Value => broken(is_token(text), &VALUE),
        _ => None,
    };
    let Some(rule) = rule else { return };
    // A separator that is not one has its own rule, whatever the parameter.
    let rule = if swallows_a_parameter(parameter.raw()) { &SEPARATOR } else { rule };
    inspection.report(rule, Place::Parameter(property, parameter), || {
        format!("{} has {}={}", property.name(), parameter.name(), parameter.raw())
    });
}

fn broken(kept: bool, rule: &'static Rule) -> Option<&'static Rule> {
    (!kept).then_some(rule)
}

/// What is wrong with a list of calendar user addresses, which are quoted one by one.
fn addresses(parameter: &Parameter<'_>, rule: &'static Rule) -> Option<&'static Rule> {
    broken(parameter.values().all(|value| is_quoted_uri(&value)), rule)
}

/// What is wrong with several values where one is allowed.
fn list_rule(parameter: &Parameter<'_>) -> &'static Rule {
    if *parameter.name() == ParameterName::FbType { &FBTYPE_ONCE } else { &ONE_VALUE }
}

/// Whether a value goes on with the name of another parameter and "=": `TRUE,ROLE=CHAIR` or `TRUE ROLE=CHAIR`.
fn swallows_a_parameter(raw: &str) -> bool {
    let Some((before, _)) = raw.split_once('=') else { return false };
    let Some((_, name)) = before.rsplit_once([',', ' ']) else { return false };
    !raw.contains('"') && !matches!(ParameterName::new(name), ParameterName::Other(_))
}

fn is_one_of(text: &str, values: &[&str]) -> bool {
    values.iter().any(|value| text.eq_ignore_ascii_case(value))
}

/// `iana-token = 1*(ALPHA / DIGIT / "-")`, which `x-name` is too.
pub(crate) fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|octet| octet.is_ascii_alphanumeric() || octet == b'-')
}

fn is_quoted_uri(value: &ParameterValue<'_>) -> bool {
    value.quoted && is_uri(&value.text)
}

/// Whether it is a URI, spaces and the like included, which readers take.
fn is_uri(text: &str) -> bool {
    text.parse::<Uri<'static>>().is_ok()
}

fn is_mailto(text: &str) -> bool {
    text.get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("mailto:")) && is_uri(text)
}

/// `type-name "/" subtype-name` (RFC 4288 section 4.2).
fn is_media_type(text: &str) -> bool {
    let is_name = |name: &str| {
        (1..=127).contains(&name.len())
            && name.bytes().all(|octet| octet.is_ascii_alphanumeric() || b"!#$&.+-^_".contains(&octet))
    };
    text.split_once('/').is_some_and(|(kind, subtype)| is_name(kind) && is_name(subtype))
}

/// Whether it has the form of a language tag (RFC 5646 section 2.1): subtags of up to eight letters and digits, the
/// first of letters alone.
fn is_language_tag(text: &str) -> bool {
    let mut subtags = text.split('-');
    let primary = subtags.next().unwrap_or_default();
    (1..=8).contains(&primary.len())
        && primary.bytes().all(|octet| octet.is_ascii_alphabetic())
        && subtags
            .all(|tag| (1..=8).contains(&tag.len()) && tag.bytes().all(|octet| octet.is_ascii_alphanumeric()))
}

/// Whether it is a token, and not one that is defined for components of another type only.
fn is_partstat(text: &str, component: ComponentSlot) -> bool {
    let others: &[&str] = match component {
        ComponentSlot::VEvent => &["COMPLETED", "IN-PROCESS"],
        ComponentSlot::VJournal => &["TENTATIVE", "DELEGATED", "COMPLETED", "IN-PROCESS"],
        _ => &[],
    };
    is_token(text) && !is_one_of(text, others)
}

rules! {
    LIMIT = "parameter-limit", Note, "RFC 5545" "3.2", [], -,
        "a line has no more parameters than are read", "split the line, or check with higher limits";
    ONCE = "parameter-once", Must, "RFC 5545" "3.2", [], ValidCalendarData,
        "a parameter that a property is defined with stands on it once", "keep one of them";
    REFRESH_INTERVAL_VALUE_ONCE = "refresh-interval-value-once", Must, "RFC 7986" "5.7", ["7986-5.7-02"],
        ValidCalendarData, "VALUE stands on REFRESH-INTERVAL once", "keep VALUE=DURATION once";
    CONFERENCE_VALUE_ONCE = "conference-value-once", Must, "RFC 7986" "5.11", ["7986-5.11-01"], ValidCalendarData,
        "VALUE stands on CONFERENCE once", "keep VALUE=URI once";
    FBTYPE_ONCE = "freebusy-fbtype-once", Must, "RFC 5545" "3.8.2.6", ["5545-3.8.2.6-03"], ValidCalendarData,
        "all periods of one FREEBUSY have the same FBTYPE", "write a FREEBUSY for each type";
    SEPARATOR = "parameter-separator", Must, "RFC 5545" "3.1.1", ["5545-3.1.1-03"], ValidCalendarData,
        "a \";\" stands between two parameters", "put a \";\" in front of the second parameter";
    ONE_VALUE = "parameter-one-value", Must, "RFC 5545" "3.2", ["5545-3.1.1-04", "5545-3.2-01"], ValidCalendarData,
        "a value with a comma is quoted where a parameter has one value only", "put double quotes around the value";
    ALTREP = "parameter-altrep", Must, "RFC 5545" "3.2.1",
        ["5545-3.2.1-02", "5545-3.1.1-04", "5545-3.2-01", "5545-3.3.13-02"], ValidCalendarData,
        "ALTREP is a quoted URI", "put double quotes around the URI";
    TOKEN = "parameter-token", Must, "RFC 5545" "3.2", [], ValidCalendarData,
        "a parameter with defined values has a name of letters, digits and \"-\"",
        "write one of the values that are defined for the parameter";
    DELEGATED_FROM = "parameter-delegated-from", Must, "RFC 5545" "3.2.4",
        ["5545-3.2.4-01", "5545-3.1.1-04", "5545-3.2-01"], ValidCalendarData,
        "each address of DELEGATED-FROM is a quoted URI", "put double quotes around each address";
    DELEGATED_TO = "parameter-delegated-to", Must, "RFC 5545" "3.2.5",
        ["5545-3.2.5-01", "5545-3.1.1-04", "5545-3.2-01"], ValidCalendarData,
        "each address of DELEGATED-TO is a quoted URI", "put double quotes around each address";
    DIR = "parameter-dir", Must, "RFC 5545" "3.2.6",
        ["5545-3.2.6-01", "5545-3.1.1-04", "5545-3.2-01", "5545-3.3.13-02"], ValidCalendarData,
        "DIR is a quoted URI", "put double quotes around the URI";
    ENCODING = "parameter-encoding", Must, "RFC 5545" "3.2.7", ["5545-3.2.7-01"], ValidCalendarData,
        "ENCODING is 8BIT or BASE64", "encode the value as base64 and write ENCODING=BASE64;VALUE=BINARY";
    FMTTYPE = "parameter-fmttype", Must, "RFC 5545" "3.2.8", ["5545-3.2.8-01"], -,
        "FMTTYPE is a media type", "write a type, \"/\" and a subtype as in text/plain";
    LANGUAGE = "parameter-language", Must, "RFC 5545" "3.2.10", ["5545-3.2.10-01"], ValidCalendarData,
        "LANGUAGE is a language tag", "write the tag as in de-CH (RFC 5646)";
    MEMBER = "parameter-member", Must, "RFC 5545" "3.2.11",
        ["5545-3.2.11-01", "5545-3.1.1-04", "5545-3.2-01"], ValidCalendarData,
        "each address of MEMBER is a quoted URI", "put double quotes around each address";
    PARTSTAT = "parameter-partstat", Must, "RFC 5545" "3.2.12", ["5545-3.2.12-01"], -,
        "PARTSTAT is one of the values for the type of component",
        "write NEEDS-ACTION, ACCEPTED or DECLINED, in a VEVENT also TENTATIVE or DELEGATED, in a VTODO also COMPLETED or IN-PROCESS";
    RANGE = "parameter-range", Must, "RFC 5545" "3.2.13", ["5545-3.2.13-01"], ValidCalendarData,
        "RANGE is THISANDFUTURE", "write RANGE=THISANDFUTURE, or an override for each instance";
    RELATED = "parameter-related", Must, "RFC 5545" "3.2.14", ["5545-3.2.14-01"], ValidCalendarData,
        "RELATED is START or END", "write RELATED=START or RELATED=END";
    RSVP = "parameter-rsvp", Must, "RFC 5545" "3.2.17", ["5545-3.2.17-01"], ValidCalendarData,
        "RSVP is TRUE or FALSE", "write RSVP=TRUE or RSVP=FALSE";
    SENT_BY = "parameter-sent-by", Must, "RFC 5545" "3.2.18",
        ["5545-3.2.18-01", "5545-3.1.1-04", "5545-3.2-01"], ValidCalendarData,
        "SENT-BY is a quoted mailto URI", "write SENT-BY=\"mailto:…\" with the quotes";
    VALUE = "parameter-value", Must, "RFC 5545" "3.2.20", [], ValidCalendarData,
        "VALUE is the name of a value type", "write the name of the type that the value has, as in VALUE=DATE";
    SIZE = "parameter-size", Must, "RFC 8607" "4.1", [], ValidCalendarData,
        "SIZE is a number of octets", "write the number in digits";
    ORDER = "parameter-order", Must, "RFC 9073" "5.1", ["9073-5.1-01"], ValidCalendarData,
        "ORDER is an integer of at least 1", "write 1 for the first, 2 for the second";
    SCHEMA = "parameter-schema", Must, "RFC 9073" "5.2", ["5545-3.3.13-02"], ValidCalendarData,
        "SCHEMA is a quoted URI", "put double quotes around the URI";
    DERIVED = "parameter-derived", Must, "RFC 9073" "5.3", [], ValidCalendarData,
        "DERIVED is TRUE or FALSE", "write DERIVED=TRUE or DERIVED=FALSE";
    LINKREL = "parameter-linkrel", Must, "RFC 9253" "6.1",
        ["9253-6.1-02", "5545-3.1.1-04", "5545-3.2-01", "5545-3.3.13-02"], ValidCalendarData,
        "LINKREL is a registered relation or a quoted URI", "write a registered relation, or put the URI in double quotes";
    GAP = "parameter-gap", Must, "RFC 9253" "6.2", [], ValidCalendarData,
        "GAP is a duration", "write the lag as in P1D, the lead as in -PT2H";
}

#[cfg(test)]
mod tests {
    use crate::icalendar::tests::{in_component, in_event, keeps_and_breaks};

    #[test]
    fn values_of_parameters() {
        let rows = [
            ("parameter-once", "SUMMARY;LANGUAGE=de;X-A=1;X-A=2:a", "SUMMARY;LANGUAGE=de;LANGUAGE=en:a"),
            ("parameter-separator", "X-A;RSVP=TRUE;ROLE=CHAIR:b", "X-A;RSVP=TRUE,ROLE=CHAIR:b"),
            ("parameter-separator", "X-A;RSVP=TRUE;ROLE=CHAIR:b", "X-A;RSVP=TRUE ROLE=CHAIR:b"),
            ("parameter-one-value", "X-A;CN=\"Doe, Jane\":b", "X-A;CN=Doe, Jane:b"),
            ("parameter-altrep", "X-A;ALTREP=\"cid:1\":b", "X-A;ALTREP=cid1:b"),
            ("parameter-altrep", "X-A;ALTREP=\"cid:1\":b", "X-A;ALTREP=\"cid1\":b"),
            ("parameter-token", "X-A;CUTYPE=X-ANY:b", "X-A;CUTYPE=a b:b"),
            ("parameter-token", "X-A;FEATURE=AUDIO,VIDEO:b", "X-A;FEATURE=AUDIO,a b:b"),
            (
                "parameter-delegated-from",
                "X-A;DELEGATED-FROM=\"mailto:a\",\"mailto:b\":c",
                "X-A;DELEGATED-FROM=\"mailto:a\",b:c",
            ),
            ("parameter-delegated-to", "X-A;DELEGATED-TO=\"mailto:a\":c", "X-A;DELEGATED-TO=\"a\":c"),
            ("parameter-dir", "X-A;DIR=\"ldap://a\":b", "X-A;DIR=ldap:b"),
            ("parameter-encoding", "X-A;ENCODING=8bit:b", "X-A;ENCODING=QUOTED-PRINTABLE:b"),
            ("parameter-fmttype", "X-A;FMTTYPE=image/svg+xml:b", "X-A;FMTTYPE=image:b"),
            ("parameter-fmttype", "X-A;FMTTYPE=image/svg+xml:b", "X-A;FMTTYPE=\"a/b;c=d\":b"),
            ("parameter-language", "X-A;LANGUAGE=de-CH-1996:b", "X-A;LANGUAGE=de_CH:b"),
            ("parameter-language", "X-A;LANGUAGE=x-klingon:b", "X-A;LANGUAGE=1e:b"),
            ("parameter-member", "X-A;MEMBER=\"mailto:a\":c", "X-A;MEMBER=a:c"),
            ("parameter-partstat", "X-A;PARTSTAT=X-MAYBE:b", "X-A;PARTSTAT=COMPLETED:b"),
            ("parameter-range", "X-A;RANGE=thisandfuture:b", "X-A;RANGE=THISANDPRIOR:b"),
            ("parameter-related", "X-A;RELATED=End:b", "X-A;RELATED=MIDDLE:b"),
            ("parameter-rsvp", "X-A;RSVP=true:b", "X-A;RSVP=1:b"),
            (
                "parameter-sent-by",
                "X-A;SENT-BY=\"MAILTO:a@example.com\":b",
                "X-A;SENT-BY=\"https://example.com\":b",
            ),
            ("parameter-value", "X-A;VALUE=X-FORM:b", "X-A;VALUE=\"a b\":b"),
            ("parameter-size", "X-A;SIZE=12345678901:b", "X-A;SIZE=1k:b"),
            ("parameter-order", "X-A;ORDER=1:b", "X-A;ORDER=0:b"),
            ("parameter-schema", "X-A;SCHEMA=\"https://schema.org/Place\":b", "X-A;SCHEMA=place:b"),
            ("parameter-derived", "X-A;DERIVED=FALSE:b", "X-A;DERIVED=NO:b"),
            ("parameter-linkrel", "X-A;LINKREL=describedby:b", "X-A;LINKREL=described_by:b"),
            ("parameter-linkrel", "X-A;LINKREL=\"https://example.com/a\":b", "X-A;LINKREL=\"a\":b"),
            ("parameter-gap", "X-A;GAP=-PT2H:b", "X-A;GAP=2h:b"),
        ];
        for (rule, keeps, breaks) in rows {
            keeps_and_breaks(&[(rule, &in_event(keeps), &in_event(breaks))]);
        }
    }

    #[test]
    fn parameters_of_certain_properties() {
        let in_root =
            |line: &str| in_event("SUMMARY:a").replace("BEGIN:VEVENT", &format!("{line}\r\nBEGIN:VEVENT"));
        keeps_and_breaks(&[
            (
                "refresh-interval-value-once",
                &in_root("REFRESH-INTERVAL;VALUE=DURATION:P1D"),
                &in_root("REFRESH-INTERVAL;VALUE=DURATION;VALUE=DURATION:P1D"),
            ),
            (
                "conference-value-once",
                &in_event("CONFERENCE;VALUE=URI:tel:+1"),
                &in_event("CONFERENCE;VALUE=URI;VALUE=URI:tel:+1"),
            ),
            (
                "freebusy-fbtype-once",
                &in_component("VFREEBUSY", "FREEBUSY;FBTYPE=FREE:20270101T000000Z/PT1H"),
                &in_component("VFREEBUSY", "FREEBUSY;FBTYPE=FREE,BUSY:20270101T000000Z/PT1H"),
            ),
            (
                "parameter-partstat",
                &in_component("VTODO", "X-A;PARTSTAT=COMPLETED:b"),
                &in_component("VJOURNAL", "X-A;PARTSTAT=DELEGATED:b"),
            ),
        ]);
        let many = format!("X-A{}:b", ";B=1".repeat(2_000));
        keeps_and_breaks(&[("parameter-limit", &in_event("X-A;B=1:b"), &in_event(&many))]);
    }
}
