//! What the programs that print tables are told.

/// How many rounds, and which tables.
#[derive(Debug)]
pub struct Arguments {
    /// How often every library is timed.
    pub rounds: usize,
    /// The names of tables, or their beginnings; none for all.
    pub names: Vec<String>,
}

impl Arguments {
    /// `[--rounds N] [NAME…]`; `None` for anything else.
    pub fn read(mut words: impl Iterator<Item = String>) -> Option<Self> {
        let mut arguments = Self { rounds: 20, names: Vec::new() };
        while let Some(word) = words.next() {
            match word.as_str() {
                "--rounds" => arguments.rounds = words.next()?.parse().ok().filter(|&rounds| rounds > 0)?,
                name if name.starts_with('-') => return None,
                _ => arguments.names.push(word),
            }
        }
        Some(arguments)
    }

    /// Is the table of this name wanted?
    pub fn wants(&self, name: &str) -> bool {
        self.names.is_empty() || self.names.iter().any(|wanted| name.starts_with(wanted.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments() {
        let read = |words: &[&str]| {
            Arguments::read(words.iter().map(ToString::to_string)).map(|read| (read.rounds, read.names.len()))
        };
        for (words, expected) in [
            (&[][..], Some((20, 0))),
            (&["--rounds", "3", "parse/events"][..], Some((3, 1))),
            (&["--rounds", "0"][..], None),
            (&["--rounds"][..], None),
            (&["--help"][..], None),
        ] {
            assert_eq!(read(words), expected, "{words:?}");
        }
    }

    #[test]
    fn a_name_may_be_cut_short() {
        let arguments = Arguments { rounds: 1, names: vec!["recur/daily".to_owned()] };
        assert!(arguments.wants("recur/daily-utc") && !arguments.wants("recur/secondly"));
        assert!(Arguments { names: Vec::new(), ..arguments }.wants("recur/secondly"));
    }
}
