//! Prints Markdown tables of what a calendar-query and a sync-collection cost, from one interleaved run.
//!
//! `cargo run --release --bin compare-query -- [--rounds N] [QUESTION/SERIES/COUNT…]`; a name may be cut short:
//! `month/`. Each round times everyone once, another first in every round, and every answer is compared with the one
//! that came before. What is told is the least of all rounds, since a pass costs more only where something else runs.

use std::env;
use std::hint::black_box;
use std::time::{Duration, Instant};

use caldav_benches::arguments::Arguments;
use caldav_benches::input::{Queried, Series, queried};
use caldav_benches::query::{ANSWERERS, Indexed, Question};
use caldav_benches::synchronized::Synchronized;

fn main() {
    let Some(arguments) = Arguments::read(env::args().skip(1)) else {
        eprintln!("usage: compare-query [--rounds N] [QUESTION/SERIES/COUNT…], N at least 1");
        std::process::exit(2);
    };
    for (series, name) in [(Series::Counted, "count-20"), (Series::Unbounded, "unbounded")] {
        for question in [Question::Month, Question::Text] {
            let name = format!("{}/{name}/10000", question.name());
            if arguments.wants(&name) {
                println!("### {name}\n\n{}", table(question, &queried(10_000, series), arguments.rounds));
            }
        }
        let growth = format!("growth/{name}");
        if arguments.wants(&growth) {
            println!("### {growth}\n\n{}", grown(series, arguments.rounds));
        }
    }
    if arguments.wants("sync/changes") {
        println!("### sync/changes\n\n{}", changes(arguments.rounds));
    }
}

/// What the changes of a calendar cost, however many objects it has.
fn changes(rounds: usize) -> String {
    let mut table =
        String::from("| objects | changes | a report | × the first |\n| ---: | ---: | ---: | ---: |\n");
    let mut calendars: Vec<_> =
        [1_000, 10_000, 100_000].into_iter().map(|count| (count, Synchronized::new(count, 100))).collect();
    let mut times = vec![Vec::with_capacity(rounds); calendars.len()];
    for _ in 0..rounds {
        for ((_, calendar), times) in calendars.iter_mut().zip(&mut times) {
            let start = Instant::now();
            let answer = black_box(calendar.changes());
            times.push(start.elapsed());
            assert_eq!(responses(&answer), 100, "what changed");
        }
    }
    for ((count, _), own) in calendars.iter().zip(&times) {
        let time = least(own);
        table += &format!("| {count} | 100 | {:.0} µs | {:.2} |\n", time * 1e6, time / least(&times[0]));
    }
    table
}

/// Everybody on the same objects.
fn table(question: Question, objects: &[Queried], rounds: usize) -> String {
    let known: Vec<String> = ANSWERERS.iter().map(|one| (one.answer)(question, objects)).collect();
    let mut times = vec![Vec::with_capacity(rounds); ANSWERERS.len()];
    for round in 0..rounds {
        for place in 0..ANSWERERS.len() {
            let place = (place + round) % ANSWERERS.len();
            let start = Instant::now();
            let answer = black_box((ANSWERERS[place].answer)(question, black_box(objects)));
            times[place].push(start.elapsed());
            assert!(answer == known[place] && answer == known[0], "{} differs", ANSWERERS[place].name);
        }
    }
    let mut table = format!(
        "{} objects match.\n\n| library | all | an object | × the first |\n| --- | ---: | ---: | ---: |\n",
        responses(&known[0])
    );
    for (one, own) in ANSWERERS.iter().zip(&times) {
        let time = least(own);
        table += &format!(
            "| {} | {:.2} ms | {:.2} µs | {:.1} |\n",
            one.name,
            time * 1e3,
            time * 1e6 / objects.len() as f64,
            time / least(&times[0]),
        );
    }
    table
}

/// What an object costs where there are many, and what it costs by an index.
fn grown(series: Series, rounds: usize) -> String {
    let mut table = String::from(
        "| objects | match | all read | an object | by an index | objects read | an object read |\n\
         | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n",
    );
    for count in [1_000, 10_000, 100_000] {
        let objects = queried(count, series);
        let indexed = Indexed::new(&objects);
        let known = (ANSWERERS[0].answer)(Question::Month, &objects);
        let (mut all, mut some, mut read) = (Vec::new(), Vec::new(), 0);
        for _ in 0..rounds {
            let start = Instant::now();
            assert!((ANSWERERS[0].answer)(Question::Month, black_box(&objects)) == known);
            all.push(start.elapsed());
            let start = Instant::now();
            let answer = indexed.answer(Question::Month, black_box(&objects));
            some.push(start.elapsed());
            assert!(answer.0 == known);
            read = answer.1;
        }
        let (all, some) = (least(&all), least(&some));
        table += &format!(
            "| {count} | {} | {:.2} ms | {:.2} µs | {:.2} ms | {read} | {:.2} µs |\n",
            responses(&known),
            all * 1e3,
            all * 1e6 / count as f64,
            some * 1e3,
            some * 1e6 / read.max(1) as f64,
        );
    }
    table
}

fn least(times: &[Duration]) -> f64 {
    times.iter().min().map_or(f64::NAN, Duration::as_secs_f64)
}

/// How many there are in a body, each begun and ended, whatever the prefix of its namespace.
fn responses(body: &str) -> usize {
    body.matches("response>").count() / 2
}
