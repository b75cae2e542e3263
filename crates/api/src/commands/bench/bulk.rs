//! The row of bulk registration: people over HTTP, one line in a hundred broken, beside plain inserts of the same rows
//! with nothing read, checked, recorded or ranked.

use std::time::Duration;

use bench::Population;
use bench::rows::{self, Measuring, Row};

use super::failed;
use super::folder::Folder;
use crate::commands::CommandError;
use crate::load::{self, BulkLoad};

/// People at most: more say nothing new.
const MOST_PEOPLE: usize = 100_000;

/// Registers the largest of some numbers of people, up to 100,000.
///
/// # Errors
/// A database cannot be made, or a line has another outcome than it should have.
pub(super) fn bulk_row(sizes: &[usize], measuring: Measuring<'_>) -> Result<Row, CommandError> {
    let people = sizes.iter().copied().filter(|people| *people <= MOST_PEOPLE).max().unwrap_or(MOST_PEOPLE);
    let folder = Folder::make("bulk").map_err(|error| failed(&error))?;
    (measuring.progress)(&format!("{people} people: through bulk, and plainly"));
    let country = Population::new(rows::SEED);
    let profiles = (0..people as u64).map(|number| country.person(number).1).collect();
    let now = || measuring.stopwatch.elapsed();
    let done = load::register_in_bulk(folder.path(), profiles, &now).map_err(|error| failed(&error))?;
    Ok(row(&done))
}

fn row(done: &BulkLoad) -> Row {
    let per_second = |rows: usize, time: Duration| rows as f64 / time.as_secs_f64().max(f64::EPSILON);
    let (bulk, plain) = (per_second(done.lines, done.bulk), per_second(done.stored, done.plain));
    let megabytes = |bytes: u64| bytes / 1_000_000;
    Row {
        what: format!(
            "POST /candidates/bulk over HTTP: {} stored, {} broken lines told, {bulk:.0} lines/s = {:.0} % of plain inserts ({plain:.0} rows/s); memory +{} MB at most, {} MB of it the pool",
            done.stored,
            done.lines - done.stored,
            100.0 * bulk / plain,
            megabytes(done.most_bytes),
            megabytes(done.pool_bytes),
        ),
        people: done.lines as u64,
        ms_median: done.bulk.as_secs_f64() * 1000.0,
        ms_worst: done.bulk.as_secs_f64() * 1000.0,
        ratio_to_scan: None,
        bytes_per_person: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_row_says_how_much_of_plain_inserts() {
        let row = row(&BulkLoad {
            lines: 1000,
            stored: 990,
            bulk: Duration::from_millis(200),
            plain: Duration::from_millis(99),
            most_bytes: 12_000_000,
            pool_bytes: 3_000_000,
        });
        for part in ["990 stored", "10 broken", "5000 lines/s = 50 %", "(10000 rows/s)", "+12 MB"] {
            assert!(row.what.contains(part), "{}", row.what);
        }
    }
}
