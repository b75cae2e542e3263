//! The ranked list, in English.

use domain::SortKey;

use super::{counted, grouped, people};
use crate::text::Matches;

pub(super) const MATCHES: Matches = Matches {
    title: "Ranking",
    pools: "Who is ranked",
    applicants: "Applicants",
    everybody: "Everyone registered",
    sorts: "Order",
    sort: |key| match key {
        SortKey::Score => "By score",
        SortKey::Mutual => "By fit of both sides",
    },
    column_rank: "Rank",
    column_person: "Applicant",
    column_candidate: "Candidate",
    column_confirm: "To confirm",
    groups: ["Skills", "Hours", "Access", "Ties", "Wishes"],
    rank: |rank| format!("Rank {}", grouped(rank)),
    rank_range: |best, worst| if best == worst { best.to_string() } else { format!("{best}–{worst}") },
    rank_range_label: "Rank range",
    points: |points| counted(points, "point", "points"),
    mutual: |points| format!("Both {points}"),
    band_end: "All above are within 3 points. Do not decide by order alone: compare what they wrote",
    band_end_again: "All above are within 3 points",
    tie_chip: |place| format!("Ties to the {place}"),
    interest_chip: |place| format!("Interested in the {place}"),
    hours_blank_chip: "Hours not stated",
    confirm: |number| grouped(number),
    confirm_none: "None",
    blanks_note: |blank, of| {
        format!(
            "{} of {} did not state their hours, so the order is less certain.",
            grouped(blank),
            people(of)
        )
    },
    few: "There are too few people for ranks. Please read each one.",
    nobody_applied: "Nobody has applied yet. Looser conditions may reach more people.",
    nobody_registered: "There is nobody yet whom your organization may see.",
    nobody_eligible: "Nobody meets the conditions. See below which of them keep people out.",
    first_only: |shown, of| format!("Showing the first {} of {}.", grouped(shown), people(of)),
    excluded: |number| format!("{} did not meet the conditions", people(number)),
    excluded_note: "One person may miss several conditions, so the counts may not add up to the number of people.",
    excluded_by: people,
    excluded_alone: |number| format!("{} by this alone", grouped(number)),
    excluded_people: |number| format!("See the names and reasons of {}", people(number)),
    made_with: |version, at| format!("Scoring version {version}, as of {at}"),
    list: "Ranked list",
};
