//! 同意: what of a person is open to whom, for what, until when.

use crate::fault::{FaultCode, Faults};
use crate::id::{CandidateId, ConsentId, OrganizationId};
use crate::limits::{self, Text};
use crate::timestamp::Timestamp;
use crate::word::WordSet;
use crate::words;

words! {
    /// What a consent opens.
    pub enum ConsentItem {
        /// Everything that scoring uses, without name and contact.
        Profile = "profile",
        /// Name and contact.
        Identity = "identity",
    }
}

/// To whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Recipient {
    /// Every organization.
    Any,
    /// One organization.
    Organization(OrganizationId),
}

impl Recipient {
    /// Whether the organization is meant.
    pub fn includes(self, organization: OrganizationId) -> bool {
        match self {
            Self::Any => true,
            Self::Organization(id) => id == organization,
        }
    }
}

/// What a caller writes of a consent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentContent {
    /// To whom.
    pub recipient: Recipient,
    /// What is opened; `identity` includes `profile`.
    pub items: WordSet<ConsentItem>,
    /// For what, in words the person was shown.
    pub purpose: String,
    /// Last instant; open when absent.
    pub until: Option<Timestamp>,
}

/// 同意.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// Id.
    pub id: ConsentId,
    /// Whose.
    pub candidate_id: CandidateId,
    /// Given at.
    pub created_at: Timestamp,
    /// Withdrawn at.
    pub withdrawn_at: Option<Timestamp>,
    /// What the caller wrote.
    pub content: ConsentContent,
}

impl ConsentContent {
    /// The content, within its limits.
    ///
    /// # Errors
    /// Every fault, with a pointer.
    pub fn checked(self) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        Text::new("/purpose", limits::REMARK).required(&self.purpose, &mut faults);
        if self.items.is_empty() {
            faults.add("/items", FaultCode::TooShort, "name at least one of: profile, identity");
        }
        faults.guard(self)
    }

    /// Whether it opens anything to `organization` at `at`, before it is withdrawn.
    pub fn holds_for(&self, organization: OrganizationId, at: Timestamp) -> bool {
        self.recipient.includes(organization) && self.until.is_none_or(|until| at <= until)
    }
}
