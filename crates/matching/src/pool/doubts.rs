//! Records of which nobody knows whether their last change was stored: the connection was lost while committing.
//!
//! They are looked up again before the next answer that is made from the pool; until that succeeds there is none, so
//! nobody is ranked whose consent may have been withdrawn.

use std::sync::atomic::Ordering;
use std::sync::{MutexGuard, PoisonError};

use domain::{CandidateId, PostingId};
use store::{Changed, Store};

use super::LivePool;
use crate::error::MatchingError;

impl LivePool {
    /// Notes records whose change may have been stored or not.
    pub(crate) fn doubt(&self, changed: &[Changed]) {
        let mut doubts = self.doubts();
        doubts.extend_from_slice(changed);
        self.in_doubt.store(true, Ordering::Release);
        drop(doubts);
        self.touch();
    }

    /// Whether something has to be looked up before anything is made from the pool; waits for nobody.
    pub(crate) fn is_in_doubt(&self) -> bool {
        self.in_doubt.load(Ordering::Acquire)
    }

    /// Looks up what is in doubt, and takes it as it is stored.
    pub(crate) fn settle_doubts(&self, store: &Store) -> Result<(), MatchingError> {
        if !self.is_in_doubt() {
            return Ok(());
        }
        // Held until they are settled: who comes second has to wait for the same answer.
        let mut doubts = self.doubts();
        for changed in doubts.iter() {
            match changed.resource {
                "candidate" => self.look_up_candidate(store, &changed.id)?,
                "posting" => self.look_up_posting(store, &changed.id)?,
                _ => self.touch(),
            }
        }
        doubts.clear();
        self.in_doubt.store(false, Ordering::Release);
        Ok(())
    }

    fn look_up_candidate(&self, store: &Store, id: &str) -> Result<(), MatchingError> {
        let Ok(id) = CandidateId::parse(id) else { return Ok(()) };
        let found = store.read(|tx| {
            let Some(candidate) = tx.find_candidate(id)? else { return Ok::<_, MatchingError>(None) };
            Ok(Some((candidate, tx.list_consents_of(&[id])?)))
        })?;
        match found {
            Some((candidate, consents)) => self.put_candidate(&candidate, &consents),
            None => self.remove_candidate(id),
        }
        Ok(())
    }

    fn look_up_posting(&self, store: &Store, id: &str) -> Result<(), MatchingError> {
        let Ok(id) = PostingId::parse(id) else { return Ok(()) };
        let found = store.read(|tx| Ok::<_, MatchingError>(tx.find_posting(id)?))?;
        // Only drafts are deleted, and those are not in the pool.
        found.into_iter().for_each(|posting| self.put_posting(posting));
        Ok(())
    }

    fn doubts(&self) -> MutexGuard<'_, Vec<Changed>> {
        self.doubts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
