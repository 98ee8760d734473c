//! Texts made ready to be compared octet by octet.
//!
//! [RFC 4790 §9.2](https://www.rfc-editor.org/rfc/rfc4790#section-9.2),
//! [RFC 5051 §2](https://www.rfc-editor.org/rfc/rfc5051#section-2)

use unicode_normalization::char::decompose_compatible;

/// By which collation texts are compared.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Casemap {
    /// `i;ascii-casemap`
    Ascii,
    /// `i;octet`
    Octet,
    /// `i;unicode-casemap`
    Unicode,
}

impl Casemap {
    /// The octets to compare: those of the text, or what is put into `buffer`.
    pub(super) fn prepare<'t>(self, text: &'t [u8], buffer: &'t mut Vec<u8>) -> &'t [u8] {
        buffer.clear();
        match self {
            Self::Octet => text,
            Self::Ascii => {
                buffer.extend(text.iter().map(u8::to_ascii_uppercase));
                buffer
            }
            Self::Unicode => match std::str::from_utf8(text) {
                Ok(text) => {
                    titlecased_canonicalized(text, buffer);
                    buffer
                }
                // What is not Unicode is compared as it is.
                Err(_) => text,
            },
        }
    }
}

/// Appends the "titlecased canonicalized UTF-8" of a text.
fn titlecased_canonicalized(text: &str, into: &mut Vec<u8>) {
    for character in text.chars() {
        if character.is_ascii() {
            into.push(character.to_ascii_uppercase() as u8);
            continue;
        }
        decompose_compatible(titlecase(character), |part| {
            into.extend_from_slice(part.encode_utf8(&mut [0; 4]).as_bytes());
        });
    }
}

/// The titlecase mapping of a character in UnicodeData.txt, which has one character at most, or the character.
fn titlecase(character: char) -> char {
    match character {
        // Two letters in one, of which the first is upper case.
        'Ǆ'..='ǆ' => 'ǅ',
        'Ǉ'..='ǉ' => 'ǈ',
        'Ǌ'..='ǌ' => 'ǋ',
        'Ǳ'..='ǳ' => 'ǲ',
        // Georgian has upper case for whole words alone.
        '\u{10D0}'..='\u{10FA}' | '\u{10FD}'..='\u{10FF}' => character,
        // Greek with a iota subscript, which upper case writes as a letter of its own.
        '\u{1F80}'..='\u{1F87}' | '\u{1F90}'..='\u{1F97}' | '\u{1FA0}'..='\u{1FA7}' => {
            char::from_u32(character as u32 + 8).unwrap_or(character)
        }
        '\u{1FB3}' => '\u{1FBC}',
        '\u{1FC3}' => '\u{1FCC}',
        '\u{1FF3}' => '\u{1FFC}',
        _ => {
            let mut upper = character.to_uppercase();
            match (upper.next(), upper.next()) {
                (Some(upper), None) => upper,
                // Mappings to several characters are those of SpecialCasing.txt.
                _ => character,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Casemap, titlecase};

    fn prepared(casemap: Casemap, text: &[u8]) -> Vec<u8> {
        casemap.prepare(text, &mut Vec::new()).to_vec()
    }

    #[test]
    fn texts_made_ready() {
        use Casemap::{Ascii, Octet, Unicode};
        for (section, casemap, text, expected) in [
            ("RFC 4790 9.3", Octet, "Größe", "Größe"),
            ("RFC 4790 9.2.1", Ascii, "Größe z", "GRößE Z"),
            ("RFC 5051 2: the example", Unicode, "\u{1C4}", "Dz\u{30C}"),
            ("RFC 5051 2: the same, small", Unicode, "\u{1C6}", "Dz\u{30C}"),
            ("RFC 5051 2 (2)(a), (b)", Unicode, "größe", "GRO\u{308}ßE"),
            ("RFC 5051 2: decomposed alike", Unicode, "gro\u{308}ße", "GRO\u{308}ßE"),
            ("RFC 5051 2: titlecase comes before decomposition", Unicode, "ﬁ", "fi"),
            ("RFC 5051 2: any decomposition", Unicode, "①Ⅷ２", "1VIII2"),
            ("RFC 5051 2: again and again", Unicode, "ǖ", "U\u{308}\u{304}"),
            ("UnicodeData.txt: a iota subscript", Unicode, "ᾳ", "Α\u{345}"),
            ("UnicodeData.txt: final sigma", Unicode, "ς", "Σ"),
            ("UnicodeData.txt: dotless i", Unicode, "ı", "I"),
            ("UnicodeData.txt: Georgian", Unicode, "ა", "ა"),
            ("Normalization Form KD: Hangul", Unicode, "각", "\u{1100}\u{1161}\u{11A8}"),
            ("UnicodeData.txt: an angstrom sign", Unicode, "\u{212B}", "A\u{30A}"),
        ] {
            let got = prepared(casemap, text.as_bytes());
            assert_eq!(String::from_utf8_lossy(&got), expected, "{section}: {text}");
        }
        let latin = b"Gr\xF6\xDFe";
        assert_eq!(prepared(Unicode, latin), latin, "RFC 5051 2 (1)(b)");
    }

    /// Every mapping of a character to another kind than upper case.
    #[test]
    fn titlecase_is_idempotent_and_one_character() {
        for character in '\u{80}'..=char::MAX {
            assert_eq!(titlecase(titlecase(character)), titlecase(character), "{character:?}");
        }
    }
}
