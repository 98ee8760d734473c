//! Prints Markdown tables of medians and ratios for XML from one interleaved run.
//!
//! `cargo run --release --bin compare-xml -- [--rounds N] [OPERATION/INPUT/LIBRARY]`; a name may be cut short. Each round times
//! everyone once, another first in every round; a ratio is the median of the ratios of the rounds, and more than 1 is
//! quicker than the first of the table.

use std::env;
use std::hint::black_box;
use std::time::{Duration, Instant};

use caldav_benches::arguments::Arguments;
use caldav_benches::median;
use caldav_benches::xml::{self, Contest};

fn main() {
    let Some(arguments) = Arguments::read(env::args().skip(1)) else {
        eprintln!("usage: compare-xml [--rounds N] [OPERATION/INPUT/LIBRARY…]");
        std::process::exit(2);
    };
    for mut contest in xml::contests() {
        let name = format!("{}/{}", contest.operation, contest.body.name);
        contest.contenders.retain(|contender| arguments.wants(&format!("{name}/{}", contender.library)));
        if !contest.contenders.is_empty() {
            contest.check();
            println!("### {name}\n\n{}", table(&contest, arguments.rounds));
        }
    }
}

fn table(contest: &Contest, rounds: usize) -> String {
    let count = contest.contenders.len();
    // A small body is read often enough to be timed.
    let passes = (1 << 20) / contest.body.xml.len().max(1) + 1;
    let mut times = vec![Vec::with_capacity(rounds); count];
    for round in 0..rounds {
        for place in 0..count {
            let place = (place + round) % count;
            let contender = &contest.contenders[place];
            let start = Instant::now();
            for _ in 0..passes {
                black_box((contender.run)(black_box(&contest.body)));
            }
            times[place].push(start.elapsed() / passes as u32);
        }
    }
    let mut table = String::from("| library | median | MB/s | × the first |\n| --- | ---: | ---: | ---: |\n");
    for (contender, own) in contest.contenders.iter().zip(&times) {
        let ratios = times[0].iter().zip(own).map(|(first, own)| first.as_secs_f64() / own.as_secs_f64());
        let time = median(own.iter().map(Duration::as_secs_f64));
        table += &format!(
            "| {} | {:.3} ms | {:.0} | {:.2} |\n",
            contender.library,
            time * 1e3,
            contest.body.xml.len() as f64 / time / 1e6,
            median(ratios),
        );
    }
    table
}
