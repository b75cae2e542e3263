//! Who can be reached.

use domain::RelaxationCode;

use super::Counted;

/// Who can be reached.
pub struct Reach {
    /// Heading.
    pub title: &'static str,
    /// What it is.
    pub lead: &'static str,
    /// The big sentence: n of N.
    pub of: fn(u64, u64) -> String,
    /// Unit of the big number.
    pub unit: Counted,
    /// Nobody to look at.
    pub empty: &'static str,
    /// Reached.
    pub eligible: &'static str,
    /// Not reached.
    pub excluded: &'static str,
    /// What keeps people out.
    pub barriers: &'static str,
    /// How to read it.
    pub barriers_note: &'static str,
    /// Nothing keeps anybody out.
    pub barriers_none: &'static str,
    /// By this alone.
    pub alone: &'static str,
    /// With others.
    pub together: &'static str,
    /// What would open it.
    pub steps: &'static str,
    /// How to read it.
    pub steps_note: &'static str,
    /// No step helps.
    pub steps_none: &'static str,
    /// Steps that change nothing.
    pub steps_idle: Counted,
    /// More people.
    pub gained: fn(i64) -> String,
    /// As it would be.
    pub total_then: Counted,
    /// One step: code, skill, from, to.
    pub step: fn(RelaxationCode, &str, &str, &str) -> String,
    /// Opens the numbers.
    pub table: &'static str,
    /// Columns.
    pub column_constraint: &'static str,
    /// Step.
    pub column_step: &'static str,
    /// Out.
    pub column_excluded: &'static str,
    /// Out by this alone.
    pub column_alone: &'static str,
    /// More.
    pub column_gained: &'static str,
    /// Then.
    pub column_eligible: &'static str,
    /// What this number is not.
    pub caution: &'static str,
}
