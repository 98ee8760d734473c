//! Prints Markdown tables of medians and ratios from one interleaved run.
//!
//! `cargo run --release --bin compare -- [--rounds N] [OPERATION/INPUT…]`; a name may be cut short:
//! `parse/events`, `parse/`, `check`. Each round times every library once on each input, another library
//! first in every round, so that what else the machine does falls on all of them. A ratio is the median of
//! the ratios of the rounds.

use std::env;
use std::hint::black_box;
use std::io::{self, Write};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use caldav_benches::arguments::Arguments;
use caldav_benches::input::Input;
use caldav_benches::library::{
    self, LIBRARIES, Library, Operation, Run, Total, YARDSTICK, checked_pass, pass, quiet_panics_in_passes,
};
use caldav_benches::median;

fn main() -> ExitCode {
    let Some(arguments) = Arguments::read(env::args().skip(1)) else {
        eprintln!("usage: compare [--rounds N] [OPERATION/INPUT…], N at least 1");
        return ExitCode::from(2);
    };
    quiet_panics_in_passes();
    let inputs = match library::inputs() {
        Ok(inputs) => inputs,
        Err(error) => {
            eprintln!("CALDAV_CORPUS is set, but its files cannot be read: {error}");
            return ExitCode::from(2);
        }
    };
    let mut tables: Vec<Table<'_>> = Operation::ALL
        .into_iter()
        .flat_map(|operation| inputs.iter().map(move |input| (operation, input)))
        .filter(|(operation, input)| {
            operation.takes(input) && arguments.wants(&format!("{}/{}", operation.name(), input.name))
        })
        .map(|(operation, input)| Table::new(operation, input))
        .collect();
    for round in 0..arguments.rounds {
        eprintln!("round {} of {}", round + 1, arguments.rounds);
        for table in &mut tables {
            table.time(round);
        }
    }
    let mut out = io::stdout().lock();
    match tables.iter().try_for_each(|table| table.print(&mut out)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

/// One operation on one input.
struct Table<'a> {
    operation: Operation,
    input: &'a Input,
    rows: Vec<Row>,
}

struct Row {
    library: &'static Library,
    run: Run,
    known: Total,
    /// One a round.
    times: Vec<Duration>,
}

impl<'a> Table<'a> {
    /// A first pass warms up, and its answer is the one that the timed passes must repeat.
    fn new(operation: Operation, input: &'a Input) -> Self {
        let rows = LIBRARIES
            .iter()
            .filter_map(|library| Some((library, library.run(operation)?)))
            .map(|(library, run)| {
                let known = checked_pass(library, run, input);
                Row { library, run, known, times: Vec::new() }
            })
            .collect();
        Self { operation, input, rows }
    }

    fn time(&mut self, round: usize) {
        let count = self.rows.len();
        self.rows.rotate_left(round % count);
        for row in &mut self.rows {
            let start = Instant::now();
            let total = pass(row.run, black_box(self.input));
            row.times.push(start.elapsed());
            assert_eq!(total, row.known, "{} answers otherwise than before", row.library.name);
        }
        self.rows.rotate_right(round % count);
    }

    fn print(&self, out: &mut impl Write) -> io::Result<()> {
        let (bodies, octets) = (self.input.bodies.len(), self.input.octets() as f64);
        writeln!(out, "### {}/{}\n", self.operation.name(), self.input.name)?;
        writeln!(out, "{bodies} bodies, {:.2} MB\n", octets / 1e6)?;
        writeln!(
            out,
            "| library | median | MB/s | × {YARDSTICK} | components | bodies read | octets read |"
        )?;
        writeln!(out, "| --- | ---: | ---: | ---: | ---: | ---: | ---: |")?;
        let yardstick = self.rows.iter().find(|row| row.library.name == YARDSTICK);
        for row in &self.rows {
            let seconds = median(row.times.iter().map(Duration::as_secs_f64));
            let ratio = yardstick.map_or_else(String::new, |yardstick| {
                let ratios = yardstick.times.iter().zip(&row.times);
                format!("{:.2}", median(ratios.map(|(theirs, own)| theirs.as_secs_f64() / own.as_secs_f64())))
            });
            writeln!(
                out,
                "| {} | {:.2} ms | {:.1} | {ratio} | {} | {}{} | {:.1} % |",
                row.library.name,
                seconds * 1e3,
                octets / 1e6 / seconds,
                row.known.answer.components,
                row.known.read,
                match row.known.panicked {
                    0 => String::new(),
                    panicked => format!(" ({panicked} panics)"),
                },
                100.0 * row.known.octets_read as f64 / octets,
            )?;
        }
        writeln!(out)
    }
}
