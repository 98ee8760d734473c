//! The registry and the typed parameters against the tables of the specifications.

use std::collections::{BTreeMap, BTreeSet};

use ical_model::parameter::{
    CuType, Display, Encoding, FbType, Feature, PartStat, Range, RelType, Related, Role, ScheduleAgent,
    ScheduleForceSend,
};
use ical_model::property::{
    Action, BusyType, CalScale, Class, ParticipantType, Proximity, ResourceType, Status, Transp,
};
use ical_model::registry::{self, Definition, Separator};
use ical_model::{ParameterName, PropertyName};

type Row = BTreeMap<String, String>;

fn table(text: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().collect::<Result<_, _>>().expect("a table with a header")
}

fn properties() -> Vec<Row> {
    table(include_str!("../spec/ical-properties.csv"))
}

fn parameters() -> Vec<Row> {
    table(include_str!("../spec/ical-parameters.csv"))
}

/// The words in capital letters, which are names.
fn names(text: &str) -> Vec<&str> {
    let is_name = |word: &&str| {
        word.len() > 1
            && word.bytes().all(|octet| octet.is_ascii_uppercase() || octet.is_ascii_digit() || octet == b'-')
    };
    text.split([' ', ';', ':', '(', ')', ',']).filter(is_name).collect()
}

#[test]
fn every_property_of_the_table_is_defined_as_there() {
    // RFC 9253 §9.1 takes the place of the first definition of RELATED-TO; the last two name whatever is not named.
    let rows: Vec<_> = properties()
        .into_iter()
        .filter(|row| !matches!(row["property"].as_str(), "IANA-PROP" | "X-PROP"))
        .filter(|row| row["property"] != "RELATED-TO" || row["spec"] == "RFC 9253")
        .collect();
    assert_eq!(rows.len(), registry::definitions().len());
    for row in &rows {
        let definition = registry::definition(&PropertyName::new(&row["property"])).expect(&row["property"]);
        let types: Vec<_> = definition.value_types.iter().map(|value_type| value_type.name()).collect();
        assert_eq!(types, names(&row["value_types"].replace("(VALUE required)", "")), "{row:?}");
        assert_eq!(definition.value_required, row["value_types"].contains("(VALUE required)"), "{row:?}");
        let parameters: Vec<_> = definition.parameters.iter().map(ParameterName::as_str).collect();
        let expected: Vec<_> =
            row["parameters"].split(' ').filter(|name| !matches!(*name, "IANA-PARAM" | "X-PARAM")).collect();
        assert_eq!(parameters, expected, "{row:?}");
        let separator = match row["multi_valued"].split(':').next() {
            Some("no") => Separator::None,
            Some("comma list") => Separator::Comma,
            Some("structured") => Separator::Structured,
            other => panic!("{other:?}"),
        };
        assert_eq!(definition.separator, separator, "{row:?}");
        assert_eq!(
            (definition.specification, definition.section),
            (row["spec"].as_str(), row["section"].as_str()),
            "{row:?}"
        );
    }
}

#[test]
fn every_parameter_of_the_table_is_known_and_stands_where_it_says() {
    let mut seen = BTreeSet::new();
    for row in parameters() {
        let name = ParameterName::new(&row["parameter"]);
        if matches!(row["parameter"].as_str(), "IANA-PARAM" | "X-PARAM") {
            continue;
        }
        assert!(ParameterName::KNOWN.contains(&name), "{row:?}");
        seen.insert(name.as_str().to_owned());
        let has = |definition: &&Definition| definition.parameters.contains(&name);
        let defined: BTreeSet<_> =
            registry::definitions().iter().filter(has).map(|definition| definition.name.as_str()).collect();
        // Rows that speak of properties in words say less than which.
        let in_words =
            row["properties"].split(' ').any(|word| word.bytes().any(|octet| octet.is_ascii_lowercase()));
        let expected: BTreeSet<_> = names(&row["properties"])
            .into_iter()
            .filter(|name| PropertyName::KNOWN.contains(&PropertyName::new(*name)))
            .collect();
        // VALUE has a row for each specification that adds types.
        if in_words || row["parameter"] == "VALUE" {
            assert!(expected.is_subset(&defined), "{row:?}");
        } else {
            assert_eq!(expected, defined, "{row:?}");
        }
    }
    let known: BTreeSet<_> = ParameterName::KNOWN.iter().map(|name| name.as_str().to_owned()).collect();
    assert_eq!(seen, known);
}

/// Names of one vocabulary: those that are known, and whether one is; and what an unknown one counts as.
struct Vocabulary {
    known: Vec<String>,
    effective: Option<String>,
}

macro_rules! open {
    ($Type:ident) => {
        Vocabulary {
            known: $Type::KNOWN.iter().map(|name| name.as_str().to_owned()).collect(),
            effective: None,
        }
    };
    ($Type:ident effective) => {
        Vocabulary { effective: Some($Type::new("X-NOBODY").effective().as_str().to_owned()), ..open!($Type) }
    };
}

macro_rules! closed {
    ($Type:ident) => {
        Vocabulary {
            known: $Type::ALL.iter().map(|name| name.as_str().to_owned()).collect(),
            effective: None,
        }
    };
}

#[test]
fn vocabularies_of_parameters_are_those_of_the_table() {
    for (name, vocabulary) in [
        ("CUTYPE", open!(CuType effective)),
        ("DISPLAY", open!(Display)),
        ("ENCODING", closed!(Encoding)),
        ("FBTYPE", open!(FbType effective)),
        ("FEATURE", open!(Feature)),
        ("PARTSTAT", open!(PartStat effective)),
        ("RANGE", closed!(Range)),
        ("RELATED", closed!(Related)),
        ("RELTYPE", open!(RelType effective)),
        ("ROLE", open!(Role effective)),
        ("SCHEDULE-AGENT", open!(ScheduleAgent effective)),
        ("SCHEDULE-FORCE-SEND", open!(ScheduleForceSend)),
    ] {
        let mut expected = BTreeSet::new();
        for row in parameters().iter().filter(|row| row["parameter"] == name) {
            let values = row["values"].replace("(THISANDPRIOR not generated)", "");
            let not_values = ["VEVENT", "VTODO", "VJOURNAL"];
            expected.extend(
                names(&values).into_iter().filter(|value| !not_values.contains(value)).map(str::to_owned),
            );
            // What a row says in words is left to tests of its own.
            let unknown = &row["unknown_treated_as"];
            if names(unknown) == [unknown.as_str()] {
                assert_eq!(vocabulary.effective.as_ref(), Some(unknown), "{name}");
            }
        }
        assert_eq!(vocabulary.known.into_iter().collect::<BTreeSet<_>>(), expected, "{name}");
    }
}

#[test]
fn vocabularies_of_properties_are_those_of_the_table() {
    for (name, vocabulary) in [
        ("ACTION", open!(Action)),
        ("BUSYTYPE", open!(BusyType)),
        ("CALSCALE", open!(CalScale)),
        ("CLASS", open!(Class effective)),
        ("PARTICIPANT-TYPE", open!(ParticipantType)),
        ("PROXIMITY", open!(Proximity)),
        ("RESOURCE-TYPE", open!(ResourceType)),
        ("STATUS", open!(Status)),
        ("TRANSP", open!(Transp)),
    ] {
        let row = properties().into_iter().find(|row| row["property"] == name).expect(name);
        let notes = row["values_or_notes"].replace("unknown ones treated as PRIVATE", "");
        let not_values = ["VEVENT", "VTODO", "VJOURNAL"];
        let expected: BTreeSet<_> = names(&notes)
            .into_iter()
            .filter(|value| !not_values.contains(value))
            .map(str::to_owned)
            .collect();
        assert_eq!(vocabulary.known.into_iter().collect::<BTreeSet<_>>(), expected, "{name}");
        if name == "CLASS" {
            assert_eq!(vocabulary.effective.as_deref(), Some("PRIVATE"));
        }
    }
}
