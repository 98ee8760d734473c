//! Prints Markdown tables of how fast rules are expanded, from one interleaved run.
//!
//! `cargo run --release --bin expand -- [--rounds N] [NAME…]`; a name may be cut short: `recur/daily`, `window/`.
//! Each round times every library once on each case, another library first in every round. A library is called so
//! often that it takes half a millisecond, and every answer is compared with the one it gave before. What is told is
//! the least of all rounds, since a call costs more only where something else runs.

use std::env;
use std::hint::black_box;
use std::io::{self, Write};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use caldav_benches::arguments::Arguments;
use caldav_benches::expansion::{Answer, Case, EXPANDERS, Expander, Prepared, RECUR, WINDOW};

fn main() -> ExitCode {
    let Some(arguments) = Arguments::read(env::args().skip(1)) else {
        eprintln!("usage: expand [--rounds N] [NAME…], N at least 1");
        return ExitCode::from(2);
    };
    let cases = [("recur", RECUR), ("window", WINDOW)];
    let mut tables: Vec<Table> = cases
        .into_iter()
        .flat_map(|(group, cases)| cases.iter().map(move |case| (format!("{group}/{}", case.name), case)))
        .filter(|(name, _)| arguments.wants(name))
        .map(|(name, case)| Table::new(name, case))
        .collect();
    for round in 0..arguments.rounds {
        eprintln!("round {} of {}", round + 1, arguments.rounds);
        for table in &mut tables {
            table.time(round);
        }
    }
    let mut out = io::stdout().lock();
    match print(&tables, &mut out) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

/// One case.
struct Table {
    name: String,
    case: &'static Case,
    /// Of the libraries that have an answer; ours is first.
    rows: Vec<Row>,
}

struct Row {
    expander: &'static Expander,
    prepared: Prepared,
    known: Answer,
    right: bool,
    /// How often it is called in a round.
    calls: u32,
    /// Of one call, one a round.
    times: Vec<Duration>,
    /// Of making it ready, one a round.
    making: Vec<Duration>,
}

impl Table {
    /// A first call warms up, and its answer is the one that the timed calls must repeat.
    fn new(name: String, case: &'static Case) -> Self {
        let mut rows: Vec<Row> = Vec::new();
        for expander in EXPANDERS {
            let Some(prepared) = (expander.prepare)(case) else { continue };
            let known = prepared();
            let start = Instant::now();
            assert_eq!(prepared(), known, "{} answers otherwise than before", expander.name);
            let calls = CALLS_LAST.as_nanos() / start.elapsed().as_nanos().max(1);
            let calls = u32::try_from(calls).unwrap_or(u32::MAX).max(1);
            // All occurrences are compared with those of the first library, the number and the last with the case.
            let right = case.is_right(known) && rows.first().is_none_or(|first| first.known == known);
            rows.push(Row { expander, prepared, known, right, calls, times: Vec::new(), making: Vec::new() });
        }
        Self { name, case, rows }
    }

    fn time(&mut self, round: usize) {
        let count = self.rows.len();
        self.rows.rotate_left(round % count);
        for row in &mut self.rows {
            if row.times.len() >= FEW_ROUNDS && row.times.iter().all(|time| *time > SLOW) {
                continue;
            }
            let start = Instant::now();
            for _ in 0..row.calls {
                let answer = black_box(&row.prepared)();
                assert_eq!(answer, row.known, "{} answers otherwise than before", row.expander.name);
            }
            row.times.push(start.elapsed() / row.calls);
            let start = Instant::now();
            black_box((row.expander.prepare)(black_box(self.case)));
            row.making.push(start.elapsed());
        }
        self.rows.rotate_right(round % count);
    }

    /// A line: what an occurrence costs with each library (the whole call where there is none), how often that is what
    /// it costs with the first, and what it takes to make that one ready.
    fn print(&self, out: &mut impl Write) -> io::Result<()> {
        let Some(ours) = self.rows.first() else { return Ok(()) };
        write!(out, "| {}", self.name)?;
        for expander in EXPANDERS {
            let Some(row) = self.rows.iter().find(|row| row.expander.name == expander.name) else {
                write!(out, " | none")?;
                continue;
            };
            let seconds = least(&row.times);
            write!(out, " | {}", duration(seconds / row.known.number.max(1) as f64))?;
            if !row.right {
                write!(out, ", **wrong**")?;
            } else if row.expander.name != ours.expander.name {
                write!(out, ", {:.1} ×", seconds / least(&ours.times))?;
            }
        }
        writeln!(out, " | {} |", duration(least(&ours.making)))
    }
}

fn print(tables: &[Table], out: &mut impl Write) -> io::Result<()> {
    for group in ["recur", "window"] {
        let mut lines = tables.iter().filter(|table| table.name.starts_with(group)).peekable();
        if lines.peek().is_none() {
            continue;
        }
        writeln!(out, "### {group}\n")?;
        let names: Vec<_> = EXPANDERS.iter().map(|expander| expander.name).collect();
        writeln!(out, "| case | {} | made ready in |", names.join(" | "))?;
        writeln!(out, "| --- |{} ---: |", " ---: |".repeat(names.len()))?;
        lines.try_for_each(|table| table.print(out))?;
        writeln!(out)?;
    }
    Ok(())
}

/// How long the calls of a round take together, about.
const CALLS_LAST: Duration = Duration::from_micros(500);
/// What takes longer than this is timed in the first rounds alone.
const SLOW: Duration = Duration::from_millis(20);
/// How many those are.
const FEW_ROUNDS: usize = 5;

fn least(times: &[Duration]) -> f64 {
    times.iter().min().map_or(f64::NAN, Duration::as_secs_f64)
}

fn duration(seconds: f64) -> String {
    match seconds {
        ..1e-6 => format!("{:.1} ns", seconds * 1e9),
        ..1e-3 => format!("{:.2} µs", seconds * 1e6),
        ..1.0 => format!("{:.2} ms", seconds * 1e3),
        _ => format!("{seconds:.2} s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_units() {
        for (seconds, expected) in
            [(2e-9, "2.0 ns"), (3.456e-6, "3.46 µs"), (0.5, "500.00 ms"), (12.0, "12.00 s")]
        {
            assert_eq!(duration(seconds), expected);
        }
    }

    #[test]
    fn wrong_answers_are_marked() {
        let case = RECUR.iter().find(|case| case.rule.contains("BYHOUR")).expect("a case");
        let table = Table::new("recur/case".to_owned(), case);
        let right = |name| table.rows.iter().find(|row| row.expander.name == name).map(|row| row.right);
        assert_eq!(right("ical-model"), Some(true));
        assert_eq!(right("rrule"), Some(true));
        assert_ne!(right("ical_rust"), Some(true), "it does not know BYHOUR");
    }
}
