//! Who of the pool is looked at: those visible to an organization, or a given list.

use std::borrow::Cow;
use std::sync::Arc;

use domain::{CandidateId, OrganizationId, Recipient, Timestamp};

use super::Snapshot;
use super::members::{CHUNK, Member};
use crate::person::CompiledPerson;

/// A consent that opens a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    fn holds_for(&self, viewer: &Viewer) -> bool {
        self.recipient.includes(viewer.organization_id) && self.until.is_none_or(|until| viewer.at <= until)
    }
}

/// A part of those who are looked at, small enough to be one thread's work.
pub(crate) struct Part<'a> {
    members: Cow<'a, [Arc<Member>]>,
    viewer: Option<Viewer>,
}

impl Part<'_> {
    /// The people of this part.
    pub(crate) fn people(&self) -> impl Iterator<Item = &CompiledPerson> {
        self.members
            .iter()
            .filter(|member| self.viewer.is_none_or(|viewer| member.is_visible_to(&viewer)))
            .map(|member| &member.person)
    }
}

/// How many members the parts hold, visible or not.
pub(crate) fn size_of(parts: &[Part<'_>]) -> usize {
    parts.iter().map(|part| part.members.len()).sum()
}

impl Member {
    fn is_visible_to(&self, viewer: &Viewer) -> bool {
        self.owner == viewer.organization_id || self.grants.iter().any(|grant| grant.holds_for(viewer))
    }
}

impl Snapshot {
    /// Those who are looked at, in parts.
    pub(crate) fn parts(&self, among: Among<'_>) -> Vec<Part<'_>> {
        match among {
            Among::Visible(viewer) => self
                .members
                .chunks()
                .map(|chunk| Part { members: Cow::Borrowed(chunk), viewer: Some(viewer) })
                .collect(),
            Among::Listed(ids) => {
                let mut ids = ids.to_vec();
                ids.sort_unstable();
                ids.dedup();
                let held: Vec<Arc<Member>> =
                    ids.iter().filter_map(|id| self.members.find(*id)).cloned().collect();
                held.chunks(CHUNK)
                    .map(|chunk| Part { members: Cow::Owned(chunk.to_vec()), viewer: None })
                    .collect()
            }
        }
    }

    /// The person, when the pool holds them and, for a viewer, they are visible.
    pub(crate) fn person(&self, id: CandidateId, among: Among<'_>) -> Option<&CompiledPerson> {
        let member = self.members.find(id)?;
        let open = match among {
            Among::Visible(viewer) => member.is_visible_to(&viewer),
            Among::Listed(_) => true,
        };
        open.then_some(&member.person)
    }
}
