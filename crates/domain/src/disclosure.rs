//! Whose data was shown: what of a person an answer shows, and what a log of it tells afterwards.

use crate::id::{CandidateId, OrganizationId};
use crate::timestamp::Timestamp;
use crate::word::WordSet;
use crate::words;

words! {
    /// What of a person an answer shows.
    pub enum Shown {
        /// All that is kept of the person, with name and contact.
        Record = "record",
        /// What scoring uses, without name and contact.
        Profile = "profile",
        /// A place in a ranking with its reasons, and the name.
        Name = "display_name",
        /// A place in a ranking with its reasons, without the name of another body's person.
        Ranking = "ranking",
        /// An application with its message.
        Application = "application",
        /// A kept match with its reasons.
        Match = "match",
        /// A meeting, and what was said of it.
        Encounter = "encounter",
        /// What somebody has noted of the person.
        Note = "note",
        /// An engagement with its terms, its log and its check-ins.
        Engagement = "engagement",
        /// A consent: to whom what of the person is open.
        Consent = "consent",
        /// What prepares the person: a cohort, talks, courses with their logs, the stage of readiness.
        Preparation = "preparation",
        /// An entry of the ledger.
        LedgerEntry = "ledger_entry",
        /// That the person was put down for an event, and came.
        Attendance = "attendance",
        /// The person's path through events, applications, engagements and courses.
        TouchPoints = "touch_points",
        /// A promise to the person.
        Promise = "promise",
        /// That the person was passed to another body, and why.
        Referral = "referral",
        /// That the person was put forward for a posting, and as what.
        Proposal = "proposal",
        /// What became of a choice: a line of a decision, the ranking kept with it, the waiting list, why a name was shown.
        Selection = "selection",
        /// An outcome that was reported of the person.
        Outcome = "outcome",
        /// What a hand-over tells of the person, with name and contact where they are open.
        Handover = "handover",
        /// The row of a sheet that the person came from.
        ImportRow = "import_row",
    }
}

/// A person whose data somebody was shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRead {
    /// The person; they may have been deleted since.
    pub candidate_id: CandidateId,
    /// The body that registered them.
    pub organization_id: OrganizationId,
    /// What was shown.
    pub shown: WordSet<Shown>,
    /// When the first of it was.
    pub first_at: Timestamp,
    /// When the last of it was put on record. What is seen again and again is put on record once an hour.
    pub last_at: Timestamp,
}
