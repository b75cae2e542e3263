//! The soak from outside: a short one, whose every answer is right.

use std::time::Duration;

use bench::MachineStopwatch;
use bench::soak::{SoakOptions, run};

#[test]
fn nothing_differs_under_load() {
    let options = SoakOptions { people: 5_000, lasting: Duration::from_secs(2), seed: 1 };
    let report = run(&options, &MachineStopwatch::start());
    println!("{}", report.text());
    assert_eq!(report.faults(), Vec::<String>::new());
    assert!(
        report.checks >= 2 && report.answers_compared >= 48 && report.versions_compared > 5_000,
        "{report:?}"
    );
    assert!(report.writes > 0 && report.reads > 0 && report.batches > 0, "{report:?}");
}
