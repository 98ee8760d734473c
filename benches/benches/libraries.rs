//! Every operation of every library over every input, named operation/input/library, and rules expanded.

use std::hint::black_box;

use caldav_benches::expansion::{EXPANDERS, RECUR, WINDOW};
use caldav_benches::library::{self, LIBRARIES, Operation, checked_pass, pass, quiet_panics_in_passes};
use criterion::{Criterion, SamplingMode, Throughput, criterion_group, criterion_main};

fn libraries(criterion: &mut Criterion) {
    quiet_panics_in_passes();
    let inputs = library::inputs().expect("CALDAV_CORPUS names a folder with ics/manifest.csv and its files");
    for operation in Operation::ALL {
        for input in inputs.iter().filter(|input| operation.takes(input)) {
            let mut group = criterion.benchmark_group(format!("{}/{}", operation.name(), input.name));
            group.sample_size(10).sampling_mode(SamplingMode::Flat);
            group.throughput(Throughput::Bytes(input.octets() as u64));
            for library in LIBRARIES {
                let Some(run) = library.run(operation) else { continue };
                let known = checked_pass(library, run, input);
                group.bench_function(library.name, |bencher| {
                    bencher.iter(|| assert_eq!(pass(run, black_box(input)), known, "{}", library.name));
                });
            }
            group.finish();
        }
    }
}

/// Rules expanded, named recur/case/library and window/case/library. A wrong answer is not measured.
fn expansions(criterion: &mut Criterion) {
    for (group, cases) in [("recur", RECUR), ("window", WINDOW)] {
        for case in cases {
            let mut group = criterion.benchmark_group(format!("{group}/{}", case.name));
            group.sample_size(10).sampling_mode(SamplingMode::Flat);
            for expander in EXPANDERS {
                let Some(prepared) = (expander.prepare)(case) else { continue };
                let known = prepared();
                if !case.is_right(known) {
                    continue;
                }
                group.bench_function(expander.name, |bencher| {
                    bencher.iter(|| assert_eq!(black_box(&prepared)(), known, "{}", expander.name));
                });
            }
            group.finish();
        }
    }
}

criterion_group!(benches, libraries, expansions);
criterion_main!(benches);
