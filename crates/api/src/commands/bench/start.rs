//! The row of the start: a server over a full database, from opening it to being ready, beside reading the same rows
//! and doing nothing with them.

use std::num::NonZeroUsize;
use std::time::Duration;

use bench::rows::{self, Measuring, Row};
use bench::{Asks, Population};
use matching::startup::{connections, look_at_everybody};
use matching::{Engine, EngineOptions, MatchingError};

use super::failed;
use super::folder::Folder;
use crate::commands::CommandError;
use crate::{load, startup};

/// People at most: more take long to register and say nothing new.
const MOST_PEOPLE: usize = 1_000_000;

/// How often both are done, by turns.
const TURNS: usize = 3;

/// Starts over the largest of some numbers of people, up to a million.
///
/// # Errors
/// The database cannot be made or read.
pub(super) fn start_row(sizes: &[usize], measuring: Measuring<'_>) -> Result<Row, CommandError> {
    let people = sizes.iter().copied().filter(|people| *people <= MOST_PEOPLE).max().unwrap_or(MOST_PEOPLE);
    let folder = Folder::make("start").map_err(|error| failed(&error))?;
    (measuring.progress)(&format!("{people} people: a database, to start over"));
    let country = Population::new(rows::SEED);
    let population = load::Population {
        people: (0..people as u64).map(|number| country.person(number).1).collect(),
        postings: vec![country.posting(0, Asks::Skills)],
    };
    let database_url = load::fill(folder.path(), population).map_err(|error| failed(&error))?;
    (measuring.progress)(&format!("{people} people: starting"));
    let mut turns = Vec::new();
    for _ in 0..TURNS {
        turns.push(turn(&database_url, measuring).map_err(|error| failed(&error))?);
    }
    Ok(row(people, &turns))
}

/// One start.
#[derive(Debug, Clone, Copy)]
struct Turn {
    /// Opening, reading on one connection, and doing nothing.
    reading_alone: Duration,
    /// The same on as many connections as the start has.
    reading: Duration,
    /// Opening, until ready.
    ready: Duration,
    connections: NonZeroUsize,
}

fn turn(database_url: &str, measuring: Measuring<'_>) -> Result<Turn, MatchingError> {
    let now = || measuring.stopwatch.elapsed();
    let took = |work: &dyn Fn(&Engine) -> Result<(), MatchingError>| {
        let begun = now();
        let engine = open(database_url)?;
        work(&engine)?;
        Ok::<_, MatchingError>((now() - begun, connections(&engine)))
    };
    let (reading_alone, _) = took(&|engine| look_at_everybody(engine, NonZeroUsize::MIN).map(drop))?;
    let (reading, _) = took(&|engine| look_at_everybody(engine, connections(engine)).map(drop))?;
    let (ready, connections) = took(&|engine| engine.load_pool(&mut |_, _| {}))?;
    Ok(Turn { reading_alone, reading, ready, connections })
}

fn open(database_url: &str) -> Result<Engine, MatchingError> {
    let outside = startup::outside();
    let cores = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let options = EngineOptions { database_url: database_url.to_owned(), ranking_threads: cores };
    Engine::open(&options, outside.clock, outside.entropy)
}

fn row(people: usize, turns: &[Turn]) -> Row {
    let ms = |time: Duration| time.as_secs_f64() * 1000.0;
    let ready = sorted(turns, |turn| ms(turn.ready));
    let times = |reading: fn(&Turn) -> Duration| {
        let readings = sorted(turns, |turn| ms(reading(turn)));
        let ratios = sorted(turns, |turn| ms(turn.ready) / ms(reading(turn)).max(f64::EPSILON));
        format!(
            "{:.2} times reading the same rows and doing nothing ({:.0} ms)",
            median(&ratios),
            median(&readings)
        )
    };
    let connections = turns.first().map_or(1, |turn| turn.connections.get());
    Row {
        what: format!(
            "start: from the file to ready, {} on one connection, {} on {connections}",
            times(|turn| turn.reading_alone),
            times(|turn| turn.reading),
        ),
        people: people as u64,
        ms_median: median(&ready),
        ms_worst: ready.last().copied().unwrap_or(0.0),
        ratio_to_scan: None,
        bytes_per_person: None,
    }
}

fn sorted(turns: &[Turn], figure: impl Fn(&Turn) -> f64) -> Vec<f64> {
    let mut figures: Vec<f64> = turns.iter().map(figure).collect();
    figures.sort_by(f64::total_cmp);
    figures
}

fn median(sorted: &[f64]) -> f64 {
    sorted.get(sorted.len() / 2).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_row_says_how_many_times_the_reading() {
        let turn = |reading, ready| Turn {
            reading_alone: Duration::from_millis(2 * reading),
            reading: Duration::from_millis(reading),
            ready: Duration::from_millis(ready),
            connections: NonZeroUsize::MIN,
        };
        let row = row(1000, &[turn(100, 130), turn(200, 220), turn(100, 150)]);
        for part in ["0.65 times", "(200 ms) on one", "1.30 times", "(100 ms) on 1"] {
            assert!(row.what.contains(part), "{}", row.what);
        }
        assert_eq!((row.ms_median, row.ms_worst), (150.0, 220.0));
    }
}
