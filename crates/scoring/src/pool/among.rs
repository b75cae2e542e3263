//! Who of the pool is looked at: those visible to an organization, or a given list.

use domain::{CandidateId, OrganizationId, Recipient, Timestamp};

use super::Snapshot;
use super::member::Member;
use crate::person::CompiledPerson;

/// A consent that opens a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Grant {
    /// To whom.
    pub recipient: Recipient,
    /// Last instant; open when absent.
    pub until: Option<Timestamp>,
}

/// Who looks, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Viewer {
    /// The organization that looks.
    pub organization_id: OrganizationId,
    /// Consents have to hold at this instant.
    pub at: Timestamp,
}

/// Who is looked at.
#[derive(Debug, Clone, Copy)]
pub enum Among<'a> {
    /// Everybody whom an organization may see: its own people, and those whose consent holds.
    Visible(Viewer),
    /// Everybody listed whom the pool holds, such as applicants; repeats count once.
    Listed(&'a [CandidateId]),
}

impl Grant {
    pub(crate) fn holds_for(&self, viewer: &Viewer) -> bool {
        self.recipient.includes(viewer.organization_id) && self.until.is_none_or(|until| viewer.at <= until)
    }
}

impl Among<'_> {
    /// Whether this member may be asked about.
    pub(crate) fn admits(&self, member: &Member) -> bool {
        match self {
            Self::Visible(viewer) => member.is_visible_to(viewer),
            Self::Listed(_) => true,
        }
    }

    /// Whether this person stands among those who are looked at, once admitted.
    pub(crate) fn lists(&self, id: CandidateId) -> bool {
        match self {
            Self::Visible(_) => true,
            Self::Listed(ids) => ids.contains(&id),
        }
    }
}

impl Snapshot {
    /// Those listed whom the pool holds, each once, by id.
    pub(crate) fn listed(&self, ids: &[CandidateId]) -> Vec<CompiledPerson> {
        let mut ids = ids.to_vec();
        ids.sort_unstable();
        ids.dedup();
        ids.into_iter().filter_map(|id| Some(self.shelves.member(id)?.person)).collect()
    }

    /// The person, when the pool holds them and, for a viewer, they are visible.
    pub(crate) fn person(&self, id: CandidateId, among: Among<'_>) -> Option<CompiledPerson> {
        let member = self.shelves.member(id)?;
        among.admits(&member).then_some(member.person)
    }
}
