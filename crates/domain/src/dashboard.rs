//! 並べて見る: what each body of an alliance has done in a fiscal year, side by side. Counts only: nobody is named, and
//! counts that are small enough to point at somebody are not told.

use crate::aggregate::Count;
use crate::id::OrganizationId;

/// The figures of one body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberFigures {
    /// The body.
    pub organization_id: OrganizationId,
    /// How it is called.
    pub name: String,
    /// Postings that it made in the year.
    pub postings: u64,
    /// Of these, those that were published, now or before.
    pub published: u64,
    /// Applications to its postings in the year.
    pub applications: Count,
    /// People who made them, each counted once.
    pub applicants: Count,
    /// Of the applications, those that were accepted, engaged ones too.
    pub matches: Count,
    /// Of the applications, those whose work has begun.
    pub engaged: Count,
    /// Of the applications, those that were declined.
    pub declined: Count,
    /// Days from an application to the first answer, in the middle of all that were answered; not told where few were.
    pub median_days_to_decide: Option<u64>,
    /// Referrals that it made in the year.
    pub referrals_sent: u64,
    /// Referrals that it got in the year.
    pub referrals_received: u64,
    /// Of these, those that it accepted.
    pub referrals_accepted: u64,
}

/// The day in the middle, of waits in microseconds: of an even number the earlier of the two.
pub fn median_days(mut waits: Vec<i64>) -> Option<u64> {
    const DAY: i64 = 24 * 3600 * 1_000_000;
    waits.sort_unstable();
    let middle = waits.get(waits.len().checked_sub(1)? / 2)?;
    u64::try_from(middle / DAY).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_waits_in_whole_days() {
        let days = |days: &[i64]| median_days(days.iter().map(|day| day * 86_400_000_000 + 5).collect());
        assert_eq!(days(&[]), None);
        assert_eq!(days(&[3]), Some(3));
        assert_eq!(days(&[9, 1, 4]), Some(4));
        assert_eq!(days(&[8, 2, 6, 4]), Some(4));
    }
}
