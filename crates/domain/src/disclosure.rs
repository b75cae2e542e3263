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
