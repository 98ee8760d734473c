//! Texts with `*` for anything and `{name}` for what is kept from one step to the next.

use std::collections::BTreeMap;

/// What was kept, by name.
pub(crate) type Kept = BTreeMap<String, String>;

/// Does the text fit the pattern? A name that is known stands for its value; one that is not takes what is there, at
/// least one character.
pub(crate) fn fits(pattern: &str, text: &str, kept: &Kept) -> Option<Kept> {
    if let Some(rest) = pattern.strip_prefix('*') {
        let ends = text.char_indices().map(|(index, _)| index).chain([text.len()]);
        return ends.rev().find_map(|end| fits(rest, &text[end..], kept));
    }
    if let Some((name, rest)) = name(pattern) {
        if let Some(value) = kept.get(name) {
            return fits(rest, text.strip_prefix(value.as_str())?, kept);
        }
        let ends = text.char_indices().map(|(index, _)| index).skip(1).chain([text.len()]);
        return ends.filter(|&end| end > 0).find_map(|end| {
            let mut kept = kept.clone();
            kept.insert(name.to_owned(), text[..end].to_owned());
            fits(rest, &text[end..], &kept)
        });
    }
    match (pattern.chars().next(), text.chars().next()) {
        (None, None) => Some(kept.clone()),
        (Some(expected), Some(found)) if expected == found => {
            let length = expected.len_utf8();
            let plain = pattern.find(['*', '{']).unwrap_or(pattern.len()).max(length);
            let rest = text.strip_prefix(&pattern[..plain])?;
            fits(&pattern[plain..], rest, kept)
        }
        _ => None,
    }
}

/// The text with what was kept in place of the names; an unknown name is an error.
pub(crate) fn filled(text: &str, kept: &Kept, escape: fn(&str) -> String) -> Result<String, String> {
    let mut filled = String::new();
    let mut rest = text;
    while let Some(start) = rest.find('{') {
        filled.push_str(&rest[..start]);
        if let Some((name, after)) = name(&rest[start..]) {
            let value = kept.get(name).ok_or_else(|| format!("nothing was kept as {name}"))?;
            filled.push_str(&escape(value));
            rest = after;
        } else {
            filled.push('{');
            rest = &rest[start + 1..];
        }
    }
    filled.push_str(rest);
    Ok(filled)
}

/// `{name}` at the start, and what follows.
fn name(text: &str) -> Option<(&str, &str)> {
    let (name, rest) = text.strip_prefix('{')?.split_once('}')?;
    let known = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (!name.is_empty() && name.chars().all(known)).then_some((name, rest))
}

/// Is there another actual one for each expected one, and are there no more of them unless more are allowed?
pub(crate) fn all_fit<E, A>(
    expected: &[E],
    actual: &[A],
    more: bool,
    kept: &Kept,
    fit: &dyn Fn(&E, &A, &Kept) -> Option<Kept>,
) -> Option<Kept> {
    if expected.len() > actual.len() || !more && expected.len() != actual.len() {
        return None;
    }
    let mut budget = 100_000;
    assign(expected, actual, &mut vec![false; actual.len()], kept, fit, &mut budget)
}

fn assign<E, A>(
    expected: &[E],
    actual: &[A],
    used: &mut Vec<bool>,
    kept: &Kept,
    fit: &dyn Fn(&E, &A, &Kept) -> Option<Kept>,
    budget: &mut u32,
) -> Option<Kept> {
    let Some((first, rest)) = expected.split_first() else { return Some(kept.clone()) };
    for index in 0..actual.len() {
        if used[index] || *budget == 0 {
            continue;
        }
        *budget -= 1;
        if let Some(kept) = fit(first, &actual[index], kept) {
            used[index] = true;
            if let Some(kept) = assign(rest, actual, used, &kept, fit, budget) {
                return Some(kept);
            }
            used[index] = false;
        }
    }
    None
}

#[test]
fn patterns_fit() {
    let none = Kept::new();
    for (pattern, text, expected) in [
        ("HTTP/1.1 404*", "HTTP/1.1 404 Not Found", true),
        ("HTTP/1.1 404*", "HTTP/1.1 403 Forbidden", false),
        ("a*c", "abc", true),
        ("a*c", "abcd", false),
        ("<{token}>", "<urn:x>", true),
        ("{x}", "", false),
        ("", "", true),
        ("", "a", false),
    ] {
        assert_eq!(fits(pattern, text, &none).is_some(), expected, "{pattern} {text}");
    }
    let kept = fits("<{token}>*", "<urn:x> rest", &none).expect("it fits");
    assert_eq!(kept["token"], "urn:x");
    assert_eq!(filled("({token}) {{}", &kept, str::to_owned), Ok("(urn:x) {{}".to_owned()));
    assert!(fits("{token}", "urn:y", &kept).is_none());
    assert!(filled("{other}", &kept, str::to_owned).is_err());
}

#[test]
fn every_expected_one_has_its_own() {
    let same = |e: &&str, a: &&str, kept: &Kept| fits(e, a, kept);
    let none = Kept::new();
    assert!(all_fit(&["*", "a"], &["a", "b"], false, &none, &same).is_some());
    assert!(all_fit(&["a", "a"], &["a", "b"], false, &none, &same).is_none());
    assert!(all_fit(&["a"], &["a", "b"], false, &none, &same).is_none());
    assert!(all_fit(&["a"], &["b", "a"], true, &none, &same).is_some());
}
