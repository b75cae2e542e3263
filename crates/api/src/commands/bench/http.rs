//! The row of the ranking endpoint: requests a second of the whole server over a database of its own, beside a bare
//! handler under the same load.

use std::time::Duration;

use bench::rows::{self, Measuring, Row};
use bench::{Asks, Population};

use super::failed;
use super::folder::Folder;
use crate::commands::CommandError;
use crate::load::{self, Comparison, Load};

/// Postings that are asked about in turn.
const POSTINGS: u64 = 50;
/// People at most: more are a matter of the engine alone, and take long to register.
const MOST_PEOPLE: usize = 100_000;

/// Loads the server over the largest of some numbers of people, up to 100,000.
///
/// # Errors
/// The database cannot be made, or an answer is not 200.
pub(super) fn http_row(sizes: &[usize], measuring: Measuring<'_>) -> Result<Row, CommandError> {
    let people = sizes.iter().copied().filter(|people| *people <= MOST_PEOPLE).max().unwrap_or(MOST_PEOPLE);
    let folder = Folder::make("http").map_err(|error| failed(&error))?;
    (measuring.progress)(&format!("{people} people: a database, and the ranking endpoint under load"));
    let country = Population::new(rows::SEED);
    let population = load::Population {
        people: (0..people as u64).map(|number| country.person(number).1).collect(),
        postings: (0..POSTINGS).map(|number| country.posting(number, Asks::Skills)).collect(),
    };
    let compared =
        load::compare(folder.path(), population, Load::default()).map_err(|error| failed(&error))?;
    Ok(row(&compared))
}

fn row(compared: &Comparison) -> Row {
    let percent = |ratio: f64| format!("{:.1} %", 100.0 * ratio);
    let ms = |time: Duration| time.as_secs_f64() * 1000.0;
    Row {
        what: format!(
            "GET /postings/{{id}}/matches?limit=20 over HTTP, {} bytes: {:.0}/s each ranked anew ({} of a bare handler's {:.0}/s), {:.0}/s with answers kept until a change ({})",
            compared.bytes,
            compared.ranked_per_second,
            percent(compared.ratio_ranked()),
            compared.bare_per_second,
            compared.kept_per_second,
            percent(compared.ratio_kept()),
        ),
        people: compared.people as u64,
        ms_median: ms(compared.ranked_median),
        ms_worst: ms(compared.ranked_worst),
        ratio_to_scan: None,
        bytes_per_person: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_row_says_both_ratios() {
        let row = row(&Comparison {
            people: 1000,
            bytes: 36_000,
            ranked_per_second: 4000.0,
            kept_per_second: 20_000.0,
            bare_per_second: 40_000.0,
            ranked_median: Duration::from_micros(1500),
            ranked_worst: Duration::from_millis(9),
        });
        assert!(row.what.contains("10.0 %") && row.what.contains("50.0 %"), "{}", row.what);
        assert_eq!((row.people, row.ms_median, row.ms_worst), (1000, 1.5, 9.0));
    }
}
