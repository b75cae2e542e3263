//! 引き合わせ・回付: one body passes a person or a posting to an allied body that can.

use crate::consent::{ConsentContent, ConsentItem};
use crate::fault::{FaultCode, Faults};
use crate::id::{CandidateId, OrganizationId, PostingId, ReferralId};
use crate::limits::{self, Text};
use crate::timestamp::Timestamp;
use crate::word::WordSet;
use crate::words;

words! {
    /// What is passed.
    pub enum ReferralKind {
        /// 人材: a person.
        Candidate = "candidate",
        /// 案件: a posting.
        Posting = "posting",
    }
}

words! {
    /// What has become of a referral.
    pub enum ReferralState {
        /// 回答待ち: nobody has answered.
        Open = "open",
        /// 受諾
        Accepted = "accepted",
        /// 辞退
        Declined = "declined",
        /// 取り下げ: taken back before it was answered.
        Withdrawn = "withdrawn",
        /// 期限切れ: not answered in time.
        Expired = "expired",
        /// 終了: was accepted, and is over.
        Ended = "ended",
    }
}

/// Who or what is passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReferralSubject {
    /// A person.
    Candidate(CandidateId),
    /// A posting.
    Posting(PostingId),
}

impl ReferralSubject {
    /// The kind.
    pub fn kind(self) -> ReferralKind {
        match self {
            Self::Candidate(_) => ReferralKind::Candidate,
            Self::Posting(_) => ReferralKind::Posting,
        }
    }

    /// The person, where it is one.
    pub fn candidate(self) -> Option<CandidateId> {
        match self {
            Self::Candidate(id) => Some(id),
            Self::Posting(_) => None,
        }
    }

    /// The posting, where it is one.
    pub fn posting(self) -> Option<PostingId> {
        match self {
            Self::Candidate(_) => None,
            Self::Posting(id) => Some(id),
        }
    }
}

/// What a caller writes of a referral.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewReferral {
    /// Who or what.
    pub subject: ReferralSubject,
    /// To whom.
    pub to_organization_id: OrganizationId,
    /// What of a person is passed: the profile, or name and contact too. Empty for a posting.
    pub items: WordSet<ConsentItem>,
    /// Why this body.
    pub reason: String,
    /// 添え書き.
    pub message: Option<String>,
    /// The last instant at which it can be answered; 30 days from now when absent.
    pub expires_at: Option<Timestamp>,
    /// The person's consent to the recipient, where it is written down in the same call.
    pub consent: Option<ConsentContent>,
}

/// A referral.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Referral {
    /// Id.
    pub id: ReferralId,
    /// Who passes.
    pub organization_id: OrganizationId,
    /// To whom.
    pub to_organization_id: OrganizationId,
    /// Grows by one with each change.
    pub version: i64,
    /// Passed at.
    pub created_at: Timestamp,
    /// Last changed at.
    pub updated_at: Timestamp,
    /// Who or what.
    pub subject: ReferralSubject,
    /// The referral by which the sender got it; `None` where it is the sender's own.
    pub previous_id: Option<ReferralId>,
    /// What of a person is passed.
    pub items: WordSet<ConsentItem>,
    /// Why this body.
    pub reason: String,
    /// 添え書き.
    pub message: Option<String>,
    /// As it is stored: what nobody has answered is open, however late; see [`Referral::state_at`].
    pub state: ReferralState,
    /// The last instant at which it can be answered.
    pub expires_at: Timestamp,
    /// Accepted or declined at.
    pub answered_at: Option<Timestamp>,
    /// What was said with it.
    pub answer_reason: Option<String>,
    /// Withdrawn or ended at.
    pub ended_at: Option<Timestamp>,
    /// What was said with it.
    pub end_reason: Option<String>,
}

/// One step of the way by which something has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReferralStep {
    /// The referral.
    pub referral_id: ReferralId,
    /// Who passed it.
    pub from_organization_id: OrganizationId,
    /// To whom.
    pub to_organization_id: OrganizationId,
    /// When.
    pub at: Timestamp,
}

impl NewReferral {
    /// The content, within its limits and without contradictions.
    ///
    /// # Errors
    /// Every fault, with a pointer.
    pub fn checked(self) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        Text::new("/reason", limits::REMARK).required(&self.reason, &mut faults);
        Text::new("/message", limits::PROSE).optional(self.message.as_deref(), &mut faults);
        match self.subject.kind() {
            ReferralKind::Candidate if self.items.is_empty() => {
                faults.add("/items", FaultCode::Needed, "name at least one of: profile, identity");
            }
            ReferralKind::Posting if !self.items.is_empty() => {
                let detail = "belongs to the referral of a person; leave it out";
                faults.add("/items", FaultCode::Contradiction, detail);
            }
            ReferralKind::Candidate | ReferralKind::Posting => {}
        }
        if self.subject.kind() == ReferralKind::Posting && self.consent.is_some() {
            let detail = "a consent is a person's; leave it out";
            faults.add("/consent", FaultCode::Contradiction, detail);
        }
        faults.guard(self)
    }
}

impl Referral {
    /// What has become of it at an instant.
    pub fn state_at(&self, at: Timestamp) -> ReferralState {
        match self.state {
            ReferralState::Open if at > self.expires_at => ReferralState::Expired,
            state => state,
        }
    }

    /// The step of the way that it is.
    pub fn step(&self) -> ReferralStep {
        ReferralStep {
            referral_id: self.id,
            from_organization_id: self.organization_id,
            to_organization_id: self.to_organization_id,
            at: self.created_at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new(subject: ReferralSubject) -> NewReferral {
        NewReferral {
            subject,
            to_organization_id: OrganizationId::from_parts(1, [2; 10]),
            items: WordSet::default(),
            reason: "海外販路に強い".to_owned(),
            message: None,
            expires_at: None,
            consent: None,
        }
    }

    #[test]
    fn a_person_is_passed_with_items_and_a_posting_without() {
        let person = ReferralSubject::Candidate(CandidateId::from_parts(1, [1; 10]));
        let posting = ReferralSubject::Posting(PostingId::from_parts(1, [1; 10]));
        assert_eq!(new(person).checked().unwrap_err().as_slice()[0].pointer, "/items");
        assert!(new(posting).checked().is_ok());
        let items = [ConsentItem::Profile].into_iter().collect();
        let with_items = NewReferral { items, ..new(posting) };
        assert_eq!(with_items.checked().unwrap_err().as_slice()[0].pointer, "/items");
    }
}
