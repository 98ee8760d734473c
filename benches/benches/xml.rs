//! XML read and written, named operation/input/library.

use std::hint::black_box;

use caldav_benches::xml;
use criterion::{Criterion, SamplingMode, Throughput, criterion_group, criterion_main};

fn xml(criterion: &mut Criterion) {
    for contest in xml::contests() {
        contest.check();
        let mut group = criterion.benchmark_group(format!("{}/{}", contest.operation, contest.body.name));
        group.sample_size(10).sampling_mode(SamplingMode::Flat);
        group.throughput(Throughput::Bytes(contest.body.xml.len() as u64));
        for contender in &contest.contenders {
            let known = (contender.run)(&contest.body);
            group.bench_function(contender.library, |bencher| {
                bencher.iter(|| {
                    assert_eq!((contender.run)(black_box(&contest.body)), known, "{}", contender.library);
                });
            });
        }
        group.finish();
    }
}

criterion_group!(benches, xml);
criterion_main!(benches);
