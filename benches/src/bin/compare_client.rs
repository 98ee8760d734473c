//! Prints Markdown tables of what a client's synchronization costs a processor, from one interleaved run.
//!
//! `cargo run --release --bin compare-client -- [--rounds N] [STEP/WAY…]`; a name may be cut short: `whole/`. Each round
//! times everyone once, another first in every round; a ratio is the median of the ratios of the rounds, with the least
//! and the greatest.

use std::env;
use std::io;
use std::process::ExitCode;

use caldav_benches::arguments::Arguments;
use caldav_benches::client::{Learned, Recording, Run, Step, Way, ours, python};
use caldav_benches::median;

fn main() -> ExitCode {
    let Some(arguments) = Arguments::read(env::args().skip(1)) else {
        eprintln!("usage: compare-client [--rounds N] [STEP/WAY…], N at least 1");
        return ExitCode::from(2);
    };
    match tables(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("python-caldav does not answer: {error}; benches/README.md says how it is installed");
            ExitCode::from(2)
        }
    }
}

fn tables(arguments: &Arguments) -> io::Result<()> {
    let mut python = python::Client::record()?;
    for step in Step::ALL {
        for way in Way::ALL {
            let name = format!("{}/{}", step.name(), way.name());
            if arguments.wants(&name) {
                println!("### {name}\n\n{}", table(&mut python, step, way, arguments.rounds)?);
            }
        }
    }
    Ok(())
}

const NAMES: [&str; 3] = ["python-caldav", "caldav-types", "caldav-types, each object parsed"];

fn table(python: &mut python::Client, step: Step, way: Way, rounds: usize) -> io::Result<String> {
    let ours = ours::Client::record(way);
    let mut run = |place| -> io::Result<Run> {
        match place {
            0 => python.run(step, way, step.passes()),
            place => Ok(ours.run(step, step.passes(), place == 2)),
        }
    };
    let known = run(0)?.learned;
    let mut times = [const { Vec::new() }; NAMES.len()];
    for round in 0..rounds {
        for place in 0..NAMES.len() {
            let place = (place + round) % NAMES.len();
            // What ran before has left its own in the caches, so the first of two does not count.
            run(place)?;
            let Run { seconds, learned } = run(place)?;
            assert_eq!(learned, known, "{} learns something else", NAMES[place]);
            times[place].push(seconds);
        }
    }
    let Learned { objects, removed, octets } = known;
    let mut table = format!(
        "{objects} objects of {:.2} MB come in, {removed} are no more.\n\n\
         | library | exchanges | octets of answers | median | ratio to the first | from | to |\n\
         | --- | ---: | ---: | ---: | ---: | ---: | ---: |\n",
        octets as f64 / 1e6
    );
    let recordings: [&Recording; 2] = [python.recording(step, way), ours.recording(step)];
    for (place, name) in NAMES.iter().enumerate() {
        let recording = recordings[place.min(1)];
        let ratios: Vec<f64> = times[0].iter().zip(&times[place]).map(|(theirs, own)| theirs / own).collect();
        table += &format!(
            "| {name} | {} | {} | {:.2} ms | {:.1} | {:.1} | {:.1} |\n",
            recording.exchanges(),
            recording.octets(),
            median(times[place].iter().copied()) * 1e3,
            median(ratios.iter().copied()),
            ratios.iter().copied().fold(f64::INFINITY, f64::min),
            ratios.iter().copied().fold(0.0, f64::max),
        );
    }
    Ok(table)
}
