//! TEXT values (RFC 5545 section 3.3.11), already escaped.

use super::numbers::Numbers;

/// So many words, the first with a capital.
pub(super) fn title(numbers: &mut Numbers, words: usize) -> String {
    let mut text = numbers.pick(TITLES).to_owned();
    for _ in 1..words {
        text.push(' ');
        text.push_str(numbers.pick(WORDS));
    }
    text
}

/// So many sentences, with line breaks between some of them, commas and semicolons inside.
pub(super) fn paragraphs(numbers: &mut Numbers, sentences: usize) -> String {
    let mut text = String::new();
    for sentence in 0..sentences {
        if sentence > 0 {
            text.push_str(numbers.pick(&[" ", " ", "\\n", "\\n\\n", "\\n- "]));
        }
        text.push_str(numbers.pick(TITLES));
        let words = 4 + numbers.below(9);
        for _ in 0..words {
            text.push_str(numbers.pick(&[" ", " ", " ", " ", " ", " ", "\\, ", "\\; "]));
            text.push_str(numbers.pick(WORDS));
        }
        text.push_str(numbers.pick(&[".", ".", ".", "?", ":", " (C:\\\\share\\\\plan)."]));
    }
    text
}

/// A list of categories.
pub(super) fn categories(numbers: &mut Numbers) -> String {
    let count = 1 + numbers.below(3);
    let list: Vec<&str> = (0..count).map(|_| numbers.pick(CATEGORIES)).collect();
    list.join(",")
}

pub(super) const PLACES: &[&str] = &[
    "Room 4.12\\, North Building",
    "Sitzungszimmer Süd",
    "Main Hall",
    "https://meet.example.com/j/84210077?pwd=plan",
    "Café am Hafen\\, Straße 5",
    "会議室 3",
    "Annex B\\; second floor",
    "Library",
];

const CATEGORIES: &[&str] =
    &["MEETING", "Project", "Travel", "Büro", "Training", "Family\\, home", "Red Category", "HOLIDAY"];

const TITLES: &[&str] = &[
    "Weekly",
    "Review",
    "Planning",
    "Besprechung",
    "Budget",
    "Release",
    "Inventory",
    "Réunion",
    "Interview",
    "Maintenance",
    "Workshop",
    "Übergabe",
    "Delivery",
    "Dinner",
    "Onboarding",
    "Retrospective",
];

const WORDS: &[&str] = &[
    "agenda",
    "with",
    "the",
    "harbour",
    "team",
    "and",
    "notes",
    "from",
    "last",
    "quarter",
    "please",
    "bring",
    "figures",
    "for",
    "each",
    "region",
    "before",
    "noon",
    "Termine",
    "für",
    "größere",
    "Projekte",
    "prüfen",
    "ligne",
    "été",
    "après",
    "déjeuner",
    "open",
    "points",
    "remain",
    "as",
    "listed",
    "in",
    "shared",
    "folder",
    "see",
    "https://wiki.example.org/pages/viewpage.action?id=42",
    "room",
    "is",
    "booked",
    "until",
    "five",
    "draft",
    "of",
    "contract",
    "second",
    "floor",
    "10:30",
    "50 %",
    "\"urgent\"",
    "予定",
    "確認",
    "🎉",
    "budget",
    "to",
    "be",
    "approved",
    "by",
    "finance",
    "then",
    "sent",
    "out",
    "again",
    "on",
    "Monday",
    "call",
    "+1 555 0100",
];
