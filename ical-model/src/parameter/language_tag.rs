//! LANGUAGE: the language of a text.
//!
//! [RFC 5545 §3.2.10](https://www.rfc-editor.org/rfc/rfc5545#section-3.2.10),
//! [RFC 5646 §2.1](https://www.rfc-editor.org/rfc/rfc5646#section-2.1)
//!
//! ```abnf
//! langtag   = language ["-" script] ["-" region] *("-" variant) *("-" extension) ["-" privateuse]
//! language  = 2*3ALPHA ["-" extlang] / 4ALPHA / 5*8ALPHA
//! extlang   = 3ALPHA *2("-" 3ALPHA)
//! script    = 4ALPHA
//! region    = 2ALPHA / 3DIGIT
//! variant   = 5*8alphanum / (DIGIT 3alphanum)
//! extension = singleton 1*("-" (2*8alphanum))
//! ```

use std::fmt;
use std::hash::{Hash, Hasher};
use std::iter::Peekable;

use crate::parameter::ParameterRead;
use crate::value::Leniencies;

/// LANGUAGE, the language of a text: a tag that is well formed. The case of letters does not count.
/// [RFC 5545 §3.2.10](https://www.rfc-editor.org/rfc/rfc5545#section-3.2.10)
///
/// Whether its parts are registered is not asked.
///
/// ```
/// use ical_model::parameter::LanguageTag;
/// assert_eq!(LanguageTag::new("en-US").unwrap().language(), "en");
/// assert_eq!(LanguageTag::new("EN-us"), LanguageTag::new("en-US"));
/// assert_eq!(LanguageTag::new("en_US"), None);
/// ```
#[derive(Clone, Debug)]
pub struct LanguageTag(Box<str>);

impl LanguageTag {
    /// The tag; None when it is not well formed.
    #[must_use]
    pub fn new(tag: &str) -> Option<Self> {
        is_well_formed(tag).then(|| Self(tag.into()))
    }

    /// The tag as it is spelled.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its first part, which mostly names the language.
    #[must_use]
    pub fn language(&self) -> &str {
        self.0.split('-').next().unwrap_or_default()
    }
}

impl ParameterRead for LanguageTag {
    fn read(text: &str, _: &mut Leniencies) -> Option<Self> {
        Self::new(text)
    }
}

impl fmt::Display for LanguageTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl PartialEq for LanguageTag {
    fn eq(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

impl Eq for LanguageTag {}

impl Hash for LanguageTag {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.to_ascii_lowercase().hash(state);
    }
}

/// `Language-Tag = langtag / privateuse / grandfathered`
fn is_well_formed(tag: &str) -> bool {
    let mut parts = tag.split('-').peekable();
    if IRREGULAR.iter().any(|irregular| irregular.eq_ignore_ascii_case(tag)) {
        return true;
    }
    if !parts.peek().is_some_and(|part| part.eq_ignore_ascii_case("x")) && !langtag(&mut parts) {
        return false;
    }
    match parts.next() {
        Some(part) if part.eq_ignore_ascii_case("x") => {
            parts.peek().is_some() && parts.all(|part| is_alphanumeric(part, 1, 8))
        }
        Some(_) => false,
        None => true,
    }
}

/// All of `langtag` but its private use part.
fn langtag<'t>(parts: &mut Peekable<impl Iterator<Item = &'t str>>) -> bool {
    match parts.next() {
        Some(language) if is_alphabetic(language, 2, 3) => {
            let mut extended = 0;
            while extended < 3 && parts.next_if(|part| is_alphabetic(part, 3, 3)).is_some() {
                extended += 1;
            }
        }
        Some(language) if is_alphabetic(language, 4, 8) => {}
        _ => return false,
    }
    let _script = parts.next_if(|part| is_alphabetic(part, 4, 4));
    let _region = parts.next_if(|part| is_alphabetic(part, 2, 2) || is_number(part));
    while parts.next_if(|part| is_variant(part)).is_some() {}
    while parts
        .next_if(|part| part.len() == 1 && is_alphanumeric(part, 1, 1) && !part.eq_ignore_ascii_case("x"))
        .is_some()
    {
        if parts.next_if(|part| is_alphanumeric(part, 2, 8)).is_none() {
            return false;
        }
        while parts.next_if(|part| is_alphanumeric(part, 2, 8)).is_some() {}
    }
    true
}

fn is_variant(part: &str) -> bool {
    is_alphanumeric(part, 5, 8)
        || (is_alphanumeric(part, 4, 4) && part.starts_with(|first: char| first.is_ascii_digit()))
}

fn is_number(part: &str) -> bool {
    part.len() == 3 && part.bytes().all(|octet| octet.is_ascii_digit())
}

fn is_alphabetic(part: &str, least: usize, most: usize) -> bool {
    (least..=most).contains(&part.len()) && part.bytes().all(|octet| octet.is_ascii_alphabetic())
}

fn is_alphanumeric(part: &str, least: usize, most: usize) -> bool {
    (least..=most).contains(&part.len()) && part.bytes().all(|octet| octet.is_ascii_alphanumeric())
}

/// Tags that were registered before there was a grammar and do not follow it (the `irregular` ones of RFC 5646
/// §2.1; the `regular` ones fit `langtag`).
const IRREGULAR: [&str; 17] = [
    "en-GB-oed",
    "i-ami",
    "i-bnn",
    "i-default",
    "i-enochian",
    "i-hak",
    "i-klingon",
    "i-lux",
    "i-mingo",
    "i-navajo",
    "i-pwn",
    "i-tao",
    "i-tay",
    "i-tsu",
    "sgn-BE-FR",
    "sgn-BE-NL",
    "sgn-CH-DE",
];

#[cfg(test)]
mod tests {
    use super::LanguageTag;

    #[test]
    fn tags() {
        for (case, tag, expected) in [
            ("RFC 5545 §3.2.10 example", "en-US", true),
            ("RFC 5545 §3.2.10 example", "no", true),
            ("RFC 5545 §3.8.3.2 example", "fr-CA", true),
            ("a script", "zh-Hant", true),
            ("an extended language", "zh-cmn-Hans-CN", true),
            ("a region in digits", "es-419", true),
            ("variants", "de-CH-1901", true),
            ("variants", "sl-rozaj-biske", true),
            ("extensions", "en-US-u-islamcal-a-bbb", true),
            ("private use", "de-CH-x-phonebk", true),
            ("private use alone", "x-whatever", true),
            ("registered before", "i-klingon", true),
            ("four letters", "abcd", true),
            ("an underscore", "en_US", false),
            ("two regions", "de-419-DE", false),
            ("one letter", "a-DE", false),
            ("an extension of nothing", "en-a", false),
            ("private use of nothing", "en-x", false),
            ("a part too long", "en-abcdefghi", false),
            ("digits first", "12", false),
            ("an empty part", "en--US", false),
            ("a hyphen at the end", "en-", false),
            ("nothing", "", false),
            ("other letters", "dé", false),
        ] {
            assert_eq!(LanguageTag::new(tag).is_some(), expected, "{case}: {tag}");
        }
    }
}
