//! Somebody in the pool, unpacked: the person, whose they are, and to whom they are open.

use domain::{OrganizationId, Reference};

use super::{Grant, PoolEntry, Viewer};
use crate::person::CompiledPerson;

/// Somebody in the pool.
#[derive(Debug, Clone)]
pub(crate) struct Member {
    pub(crate) person: CompiledPerson,
    pub(crate) owner: OrganizationId,
    pub(crate) version: i64,
    pub(crate) grants: Box<[Grant]>,
}

impl Member {
    /// Compiles an entry.
    pub(crate) fn new(reference: &Reference, entry: PoolEntry<'_>) -> Self {
        Self {
            person: CompiledPerson::new(reference, entry.id, entry.profile),
            owner: entry.owner,
            version: entry.version,
            grants: entry.grants.into_boxed_slice(),
        }
    }

    /// Whether this viewer may look at them.
    pub(crate) fn is_visible_to(&self, viewer: &Viewer) -> bool {
        self.owner == viewer.organization_id || self.grants.iter().any(|grant| grant.holds_for(viewer))
    }
}
