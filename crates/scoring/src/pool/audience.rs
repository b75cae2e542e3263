//! Who of a block is visible to whom: its owners and its consents, each with the places it covers.

use std::collections::HashMap;
use std::hash::Hash;

use domain::OrganizationId;

use super::member::Member;
use super::slots::SlotSet;
use super::{Grant, Viewer};

/// Owners and consents of a block.
#[derive(Debug)]
pub(crate) struct Audience {
    owners: Box<[(OrganizationId, SlotSet)]>,
    grants: Box<[(Grant, SlotSet)]>,
}

impl Audience {
    /// Of the members of a block, in its order.
    pub(crate) fn new(members: &[Member]) -> Self {
        let size = members.len();
        let owners = members.iter().map(|member| std::slice::from_ref(&member.owner));
        Self {
            owners: grouped(owners, size),
            grants: grouped(members.iter().map(|member| &*member.grants), size),
        }
    }

    /// The bits of those visible to a viewer.
    pub(crate) fn visible(&self, viewer: &Viewer, words: &mut [u64]) {
        words.fill(0);
        let owned = self.owners.iter().filter(|(owner, _)| *owner == viewer.organization_id);
        let granted = self.grants.iter().filter(|(grant, _)| grant.holds_for(viewer));
        owned.map(|(_, set)| set).chain(granted.map(|(_, set)| set)).for_each(|set| set.add_to(words));
    }

    /// The owner of a place.
    pub(crate) fn owner(&self, place: usize) -> OrganizationId {
        let found = self.owners.iter().find(|(_, set)| set.holds(place));
        found.map(|(owner, _)| *owner).expect("every place was given its owner when the block was made")
    }

    /// The consents of a place.
    pub(crate) fn grants(&self, place: usize) -> Box<[Grant]> {
        self.grants.iter().filter(|(_, set)| set.holds(place)).map(|(grant, _)| *grant).collect()
    }

    /// Bytes on the heap.
    pub(crate) fn bytes(&self) -> usize {
        let sets = self.owners.iter().map(|(_, set)| set).chain(self.grants.iter().map(|(_, set)| set));
        size_of_val(&*self.owners) + size_of_val(&*self.grants) + sets.map(SlotSet::bytes).sum::<usize>()
    }
}

/// The places of each distinct value.
fn grouped<'a, T: Copy + Eq + Hash + 'a>(
    values: impl Iterator<Item = &'a [T]>,
    size: usize,
) -> Box<[(T, SlotSet)]> {
    let mut groups: Vec<(T, Vec<u16>)> = Vec::new();
    let mut known: HashMap<T, usize> = HashMap::new();
    for (place, values) in (0..).zip(values) {
        for value in values {
            let group = *known.entry(*value).or_insert_with(|| {
                groups.push((*value, Vec::new()));
                groups.len() - 1
            });
            if groups[group].1.last() != Some(&place) {
                groups[group].1.push(place);
            }
        }
    }
    groups.into_iter().map(|(value, places)| (value, SlotSet::new(&places, size))).collect()
}
