//! How fast the engine decides: `cargo bench --package awslab-policy`. What it measured is in `docs/benchmarks.md`.
//!
//! The principal holds 10 policies of 10 statements. Whatever service a request asks, every policy has a statement about
//! it, and for some a deny or a condition: nothing is told apart by the service alone.

#[path = "decide/cpu_time.rs"]
mod cpu_time;
#[path = "decide/principal.rs"]
mod principal;

use std::hint::black_box;

use awslab_policy::{Document, Request};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

use self::cpu_time::CpuTime;
use self::principal::{bound_principal, policy_text, principal, requests};

criterion_group! {
    name = benches;
    config = Criterion::default().with_measurement(CpuTime);
    targets = decisions, documents
}
criterion_main!(benches);

fn decisions(criterion: &mut Criterion<CpuTime>) {
    let (principal, bound, requests) = (principal(), bound_principal(), requests());
    for (name, request, outcome) in &requests {
        assert_eq!(principal.decide(request).outcome, *outcome, "{name}");
        assert_eq!(bound.decide(request).outcome, *outcome, "{name}");
        bench(criterion, &format!("decide/{name}"), &[request], |request| principal.decide(request));
    }
    let mix: Vec<&Request> = requests.iter().map(|(_name, request, _outcome)| request).collect();
    bench(criterion, "decide/mix", &mix, |request| principal.decide(request));
    bench(criterion, "decide/mix with boundary, SCPs and resource policy", &mix, |request| bound.decide(request));
    bench(criterion, "decide/mix in any context", &mix, |request| principal.decide_in_any_context(request));
}

fn documents(criterion: &mut Criterion<CpuTime>) {
    let text = policy_text(0);
    let mut group = criterion.benchmark_group("document");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("parse", |bencher| bencher.iter(|| Document::parse(black_box(&text))));
    group.finish();
}

/// One element is one decision, so that what criterion prints as `elem/s` are decisions a second.
fn bench<T>(criterion: &mut Criterion<CpuTime>, name: &str, requests: &[&Request], decide: impl Fn(&Request) -> T) {
    let (group, function) = name.split_once('/').expect("a name has its group");
    let mut group = criterion.benchmark_group(group);
    group.throughput(Throughput::Elements(requests.len() as u64));
    group.bench_function(function, |bencher| {
        bencher.iter(|| {
            for request in requests {
                black_box(decide(black_box(request)));
            }
        });
    });
    group.finish();
}
