//! Every sentence of the pages, once per language: a missing one does not compile.
//!
//! Knows words, numbers and dates; which sentence stands where is the pages' business.

use chrono::NaiveDate;

mod drawer;
mod en;
mod figures;
mod ja;
mod matches;
mod postings;
mod reach;
mod site;
mod words;

pub use drawer::Drawer;
pub use en::EN;
pub use figures::{grouped, signed};
pub use ja::JA;
pub use matches::Matches;
pub use postings::{Head, Postings};
pub use reach::Reach;
pub use site::{Failures, Login, Site};
pub use words::{Dates, Words};

/// A number turned into words.
pub type Counted = fn(u64) -> String;

/// All words of one language.
pub struct Text {
    /// The `lang` attribute and the value of the cookie.
    pub code: &'static str,
    /// What every page carries.
    pub site: Site,
    /// The login page.
    pub login: Login,
    /// The list of postings.
    pub postings: Postings,
    /// What stands above a posting's pages.
    pub head: Head,
    /// The ranked list.
    pub matches: Matches,
    /// The reasons beside it.
    pub drawer: Drawer,
    /// Who can be reached.
    pub reach: Reach,
    /// When something cannot be shown.
    pub failures: Failures,
    /// The closed vocabularies.
    pub words: Words,
    /// Dates and times, in Japan's time.
    pub dates: Dates,
}

/// How many calendar months a period fills exactly; `None` when it begins or ends within one.
pub(crate) fn whole_months(from: NaiveDate, until: NaiveDate) -> Option<i32> {
    use chrono::Datelike;
    let after = until.succ_opt()?;
    let months =
        (after.year() - from.year()) * 12 + after.month0().cast_signed() - from.month0().cast_signed();
    (from.day() == 1 && after.day() == 1 && months > 0).then_some(months)
}
