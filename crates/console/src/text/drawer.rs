//! The reasons beside the list.

use domain::{ConstraintCode, CounterfactualCode, Relation, TieKind};

use super::Counted;

/// The reasons beside the list.
pub struct Drawer {
    /// Name of the panel.
    pub label: &'static str,
    /// Why this rank.
    pub why_rank: Counted,
    /// Why, where there are no ranks.
    pub why: &'static str,
    /// Why not in the list.
    pub why_excluded: &'static str,
    /// In the list.
    pub in_list: &'static str,
    /// Not in the list.
    pub not_in_list: &'static str,
    /// A reason as a sentence of its own.
    pub sentence: fn(&str) -> String,
    /// The gap to the person above.
    pub gap: fn(u64, &str) -> String,
    /// The same within a band.
    pub gap_near: fn(u64, &str) -> String,
    /// Points by feature.
    pub breakdown: &'static str,
    /// What the tick is.
    pub tick: Counted,
    /// The sum.
    pub sum: &'static str,
    /// Three columns of the table beneath.
    pub table: &'static str,
    /// Feature.
    pub table_feature: &'static str,
    /// Points.
    pub table_points: &'static str,
    /// Points at most.
    pub table_most: &'static str,
    /// The mean of the first.
    pub table_mean: &'static str,
    /// A neutral value stood in.
    pub assumed: &'static str,
    /// Skills: so many held, so many close, of so many wanted.
    pub skills_found: fn(u64, u64, u64) -> String,
    /// These wanted skills are not stated.
    pub skills_missing: fn(&str) -> String,
    /// No skill is stated.
    pub no_skills: &'static str,
    /// Hours of the person, hours asked.
    pub hours: fn(u64, u64) -> String,
    /// Hours of the person, where none are asked.
    pub hours_only: Counted,
    /// Home and distance.
    pub distance: fn(&str, i64) -> String,
    /// Home alone.
    pub home: fn(&str) -> String,
    /// A tie the person states.
    pub tie: fn(&str, TieKind) -> String,
    /// An interest the person states.
    pub interest: fn(&str) -> String,
    /// Interested in any place.
    pub interest_anywhere: &'static str,
    /// No tie was stated.
    pub no_tie: &'static str,
    /// Shared themes.
    pub themes: fn(&str) -> String,
    /// No theme is shared.
    pub no_theme: &'static str,
    /// Wished and offered, yen an hour.
    pub reward: fn(u64, u64) -> String,
    /// No wish was stated.
    pub no_wish: &'static str,
    /// What would change it.
    pub what_if: &'static str,
    /// Nothing the person could change is left.
    pub what_if_none: &'static str,
    /// One change.
    pub change: fn(CounterfactualCode, &str, u8) -> String,
    /// To ask in the meeting.
    pub ask: &'static str,
    /// From rank, to rank.
    pub rank_change: fn(u64, u64) -> String,
    /// The rank stays, the points move.
    pub rank_stays: fn(&str) -> String,
    /// More points, where the order is not by score.
    pub points_gained: fn(&str) -> String,
    /// Would be in the list.
    pub would_enter: Counted,
    /// Would still be out.
    pub still_out: &'static str,
    /// More of them.
    pub more_changes: Counted,
    /// The posting's side.
    pub posting_side: &'static str,
    /// To confirm.
    pub confirm: &'static str,
    /// Blank is not "none".
    pub confirm_note: &'static str,
    /// What to ask for each.
    pub question: fn(ConstraintCode) -> &'static str,
    /// Evidence.
    pub evidence: &'static str,
    /// Nothing was written.
    pub evidence_none: &'static str,
    /// Wanted by the posting.
    pub wanted: &'static str,
    /// Stated by the person.
    pub stated: &'static str,
    /// What the person wrote of a tie.
    pub tie_words: &'static str,
    /// What the person wrote when applying.
    pub message: &'static str,
    /// What the person wrote of the wish.
    pub statement: &'static str,
    /// These are read, never counted.
    pub never_scored: &'static str,
    /// Skill with level.
    pub level: fn(&str, u64) -> String,
    /// How a held skill stands to the wanted one.
    pub relation: fn(Relation) -> &'static str,
    /// Nothing stated for it.
    pub not_stated: &'static str,
    /// Every constraint.
    pub constraints: &'static str,
    /// Posting's side, person's side.
    pub posting_value: &'static str,
    /// Person's side.
    pub person_value: &'static str,
    /// Holds.
    pub passes: &'static str,
    /// Does not hold.
    pub fails: &'static str,
    /// Blank.
    pub unknown: &'static str,
    /// Not used.
    pub not_used: &'static str,
    /// The list of it.
    pub not_used_words: &'static [&'static str],
    /// The system may be wrong.
    pub may_be_wrong: &'static str,
    /// Goes back to the list.
    pub back: &'static str,
    /// Nobody is chosen.
    pub nobody: &'static str,
    /// The name is not open.
    pub closed_name: &'static str,
}
