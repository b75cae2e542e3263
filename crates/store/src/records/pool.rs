//! Everything that is ranked, read in batches: the live pool is built from it at start.

use domain::{Candidate, Consent, Posting, PostingStatus};

use super::IDS_A_QUERY;
use crate::transaction::on_backend;
use crate::{StoreError, Tx};

/// A candidate with the consents that were not withdrawn (some may be over; that depends on the instant).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PoolMember {
    /// The person.
    pub candidate: Candidate,
    /// By id.
    pub consents: Vec<Consent>,
}

impl Tx<'_> {
    /// Hands over all candidates of all organizations in ascending order of id, in batches of at most 500.
    ///
    /// # Errors
    /// Those of `take`, which end it, and those of the database.
    pub fn for_each_candidate<E: From<StoreError>>(
        &mut self,
        mut take: impl FnMut(Vec<PoolMember>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut after = String::new();
        loop {
            let people = on_backend!(self, candidates::batch(&after, IDS_A_QUERY as i64))?;
            let Some(last) = people.last() else { return Ok(()) };
            after.clone_from(&last.id);
            let ids: Vec<String> = people.iter().map(|person| person.id.clone()).collect();
            let mut standing = self.standing_consents(&ids)?;
            let candidates = self.whole_candidates(people)?;
            let member = |candidate: Candidate| PoolMember {
                consents: standing.remove(&candidate.id).unwrap_or_default(),
                candidate,
            };
            take(candidates.into_iter().map(member).collect())?;
        }
    }

    /// Hands over all published postings in ascending order of id, in batches of at most 500.
    ///
    /// # Errors
    /// Those of `take`, which end it, and those of the database.
    pub fn for_each_published_posting<E: From<StoreError>>(
        &mut self,
        mut take: impl FnMut(Vec<Posting>) -> Result<(), E>,
    ) -> Result<(), E> {
        let status = PostingStatus::Published.to_string();
        let mut after = String::new();
        loop {
            let rows = on_backend!(self, postings::batch(&status, &after, IDS_A_QUERY as i64))?;
            let Some((last, _)) = rows.last() else { return Ok(()) };
            after.clone_from(&last.id);
            take(self.whole_postings(rows)?)?;
        }
    }
}
