//! The list of postings and the head of a posting's pages.

use super::Counted;

/// The list of postings.
pub struct Postings {
    /// Heading.
    pub title: &'static str,
    /// Columns.
    pub column_title: &'static str,
    /// Where.
    pub column_place: &'static str,
    /// The body that posts it.
    pub column_host: &'static str,
    /// The end of the window.
    pub column_deadline: &'static str,
    /// How many applied.
    pub column_applications: &'static str,
    /// 段階.
    pub column_status: &'static str,
    /// 枠.
    pub column_seats: &'static str,
    /// Every status.
    pub all: &'static str,
    /// Name of the row of statuses.
    pub by_status: &'static str,
    /// Opens the map.
    pub show_map: &'static str,
    /// Closes it.
    pub hide_map: &'static str,
    /// Name of the map.
    pub map: &'static str,
    /// What the numbers are.
    pub map_note: &'static str,
    /// Only this prefecture.
    pub in_place: fn(&str) -> String,
    /// Lifts the prefecture.
    pub clear_place: &'static str,
    /// Lifts the status.
    pub clear_status: &'static str,
    /// So many.
    pub count: Counted,
    /// Nothing at all yet.
    pub empty: &'static str,
    /// How the first one comes about while the pages cannot make one.
    pub empty_next: &'static str,
    /// Nothing fits the filter.
    pub empty_filtered: fn(&str) -> String,
    /// Opens who can be reached.
    pub reach: &'static str,
    /// The deadline is not stated.
    pub no_deadline: &'static str,
    /// More exist than are read.
    pub capped: Counted,
    /// Name of the links between pages.
    pub pages: &'static str,
    /// The page before.
    pub previous: &'static str,
    /// The page after.
    pub next: &'static str,
    /// Page x of y.
    pub page: fn(u64, u64) -> String,
}

/// What stands above a posting's pages.
pub struct Head {
    /// Name of the crumbs.
    pub crumbs: &'static str,
    /// The body.
    pub host: &'static str,
    /// Where.
    pub place: &'static str,
    /// From, until.
    pub period: &'static str,
    /// 枠.
    pub seats: &'static str,
    /// Hours.
    pub hours: &'static str,
    /// The end of the window.
    pub deadline: &'static str,
    /// So many people.
    pub people: Counted,
    /// Hours a week.
    pub hours_per_week: Counted,
    /// At least, desired.
    pub hours_between: fn(u64, u64) -> String,
    /// Name of the two pages of a posting.
    pub views: &'static str,
    /// The ranking.
    pub ranking: &'static str,
    /// Who can be reached.
    pub reach: &'static str,
    /// The funnel: applied.
    pub applied: &'static str,
    /// The funnel: registered and visible.
    pub registered: &'static str,
    /// The funnel: eligible.
    pub eligible: &'static str,
    /// What marking and telling are not.
    pub private_note: &'static str,
}
