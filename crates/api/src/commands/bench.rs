//! `tsumugi bench`: what the engine costs on this machine, or whether it stays right under load; progress on stderr,
//! results on stdout.

use std::io::Write;
use std::time::Duration;

use bench::rows::{self, Measuring, Row};
use bench::soak::{self, SoakOptions};
use bench::{MachineStopwatch, Stopwatch, table};

use super::{CommandError, print};
use crate::cli::{BenchArgs, BenchPart};

mod bulk;
mod folder;
mod http;
mod start;

/// People that are measured unless told otherwise.
const USUAL_PEOPLE: [usize; 4] = [10_000, 100_000, 1_000_000, 10_000_000];

/// People in a soak unless told otherwise.
const USUAL_PEOPLE_IN_A_SOAK: usize = 100_000;

/// Measures and prints.
pub(super) fn run(arguments: &BenchArgs) -> Result<(), CommandError> {
    let stopwatch = MachineStopwatch::start();
    if let Some(minutes) = arguments.soak_minutes {
        return soak(arguments, minutes, &stopwatch);
    }
    let progress = |line: &str| tell(&stopwatch, line);
    let people = if arguments.people.is_empty() { &USUAL_PEOPLE[..] } else { &arguments.people };
    let measuring = Measuring { stopwatch: &stopwatch, progress: &progress };
    let is_wanted = |part| arguments.only.is_none_or(|only| only == part);
    let mut rows: Vec<Row> = Vec::new();
    if is_wanted(BenchPart::Engine) {
        rows.extend(rows::measure(people, measuring));
    }
    // Last: memory that these give back would hide what a pool takes.
    if is_wanted(BenchPart::Start) {
        rows.push(start::start_row(people, measuring)?);
    }
    if is_wanted(BenchPart::Http) {
        rows.push(http::http_row(people, measuring)?);
    }
    if is_wanted(BenchPart::Bulk) {
        rows.push(bulk::bulk_row(people, measuring)?);
    }
    if arguments.json {
        print::line(&table::json_lines(&rows).map_err(|error| failed(&error))?)
    } else {
        print::line(&table::text(&rows))
    }
}

fn soak(arguments: &BenchArgs, minutes: u64, stopwatch: &dyn Stopwatch) -> Result<(), CommandError> {
    let people = match arguments.people[..] {
        [] => USUAL_PEOPLE_IN_A_SOAK,
        [people] => people,
        _ => return Err(CommandError::Usage("a soak has one number of people".to_owned())),
    };
    tell(stopwatch, &format!("{people} people: a soak of {minutes} minutes"));
    let lasting = Duration::from_secs(60 * minutes);
    let report = soak::run(&SoakOptions { people, lasting, seed: rows::SEED }, stopwatch);
    if arguments.json {
        print::line(&serde_json::to_string(&report).map_err(|error| failed(&error))?)?;
    } else {
        print::line(&report.text())?;
    }
    let faults = report.faults();
    if faults.is_empty() { Ok(()) } else { Err(CommandError::Failed(faults.join("\n  "))) }
}

fn failed(error: &dyn std::fmt::Display) -> CommandError {
    CommandError::Failed(error.to_string())
}

/// A line with the seconds since the start. Progress that nobody can read is no failure.
fn tell(stopwatch: &dyn Stopwatch, line: &str) {
    let _ = writeln!(std::io::stderr(), "{:6.1} s  {line}", stopwatch.elapsed().as_secs_f64());
}
