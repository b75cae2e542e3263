//! The ranked list.

use domain::SortKey;

use super::Counted;

/// The ranked list.
pub struct Matches {
    /// Before the posting's title, in the window's title.
    pub title: &'static str,
    /// Name of the pools.
    pub pools: &'static str,
    /// Those who applied.
    pub applicants: &'static str,
    /// All who are visible.
    pub everybody: &'static str,
    /// Name of the sort keys.
    pub sorts: &'static str,
    /// The sort keys.
    pub sort: fn(SortKey) -> &'static str,
    /// Column of the rank.
    pub column_rank: &'static str,
    /// Column of the person.
    pub column_person: &'static str,
    /// The same when they did not apply.
    pub column_candidate: &'static str,
    /// Column of what to confirm.
    pub column_confirm: &'static str,
    /// The five colours, shorter than the features.
    pub groups: [&'static str; 5],
    /// A rank in words.
    pub rank: Counted,
    /// A rank range.
    pub rank_range: fn(u32, u32) -> String,
    /// What a rank range is, for readers.
    pub rank_range_label: &'static str,
    /// A score in words.
    pub points: Counted,
    /// The value of both sides together.
    pub mutual: Counted,
    /// At the first band's end.
    pub band_end: &'static str,
    /// At the next bands' ends.
    pub band_end_again: &'static str,
    /// Has a tie to this place.
    pub tie_chip: fn(&str) -> String,
    /// Is interested in this place.
    pub interest_chip: fn(&str) -> String,
    /// Hours were left blank.
    pub hours_blank_chip: &'static str,
    /// So many things to confirm.
    pub confirm: Counted,
    /// Nothing to confirm.
    pub confirm_none: &'static str,
    /// So many of them left their hours blank.
    pub blanks_note: fn(u64, u64) -> String,
    /// Below five people there are no ranks.
    pub few: &'static str,
    /// Nobody applied.
    pub nobody_applied: &'static str,
    /// Nobody is visible.
    pub nobody_registered: &'static str,
    /// Somebody is there, but a constraint keeps everybody out.
    pub nobody_eligible: &'static str,
    /// Only the first are shown.
    pub first_only: fn(u64, u64) -> String,
    /// Why people are not in the list: the count.
    pub excluded: Counted,
    /// How they are counted.
    pub excluded_note: &'static str,
    /// So many by this constraint.
    pub excluded_by: Counted,
    /// So many of them by this alone.
    pub excluded_alone: Counted,
    /// Opens the names of those.
    pub excluded_people: Counted,
    /// Which version ordered the list, and when.
    pub made_with: fn(u16, &str) -> String,
    /// Name of the list.
    pub list: &'static str,
}
