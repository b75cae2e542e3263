//! What was begun and is not finished.

use std::collections::{BTreeMap, HashSet};

use domain::{ApplicationId, Decision, NoticeId, PostingId};

use super::id_lists;
use crate::transaction::on_backend;
use crate::vocabulary::parsed;
use crate::{StoreError, Tx};

/// A notice that could not be mailed, and after which its recipient got no other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UndeliveredNotice {
    /// The notice.
    pub id: NoticeId,
    /// About which application.
    pub application_id: ApplicationId,
    /// To which posting.
    pub posting_id: PostingId,
}

impl Tx<'_> {
    /// The decisions on these postings that stand and that the applicants have not been told of, proposed or approved;
    /// without their lines, by id.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_untold_decisions(&mut self, postings: &[PostingId]) -> Result<Vec<Decision>, StoreError> {
        let mut untold = Vec::new();
        for list in id_lists(postings) {
            let rows = on_backend!(self, unfinished::standing(&list))?;
            let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
            let mut told: HashSet<String> = HashSet::new();
            for ids in id_lists(&ids) {
                told.extend(on_backend!(self, unfinished::told(&ids))?);
            }
            for row in rows.into_iter().filter(|row| !told.contains(&row.id)) {
                untold.push(Decision::try_from(row)?);
            }
        }
        untold.sort_by_key(|decision| decision.id);
        Ok(untold)
    }

    /// The notices on these postings that could not be mailed, but for those that a later one has put right; by id.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_undelivered_notices(
        &mut self,
        postings: &[PostingId],
    ) -> Result<Vec<UndeliveredNotice>, StoreError> {
        let mut undelivered = Vec::new();
        for list in id_lists(postings) {
            let failed = on_backend!(self, unfinished::failed(&list))?;
            let batches: Vec<String> = failed.iter().map(|(_, batch, ..)| batch.clone()).collect();
            let mut later = Vec::new();
            for batches in id_lists(&batches) {
                later.extend(on_backend!(self, unfinished::corrected(&batches))?);
            }
            for (id, batch, number, application, posting) in failed {
                let is_put_right = later
                    .iter()
                    .any(|(of, whose, later)| (of, whose) == (&batch, &application) && *later > number);
                if !is_put_right {
                    undelivered.push(UndeliveredNotice {
                        id: parsed("notices.id", &id, NoticeId::parse)?,
                        application_id: parsed("notices.application_id", &application, ApplicationId::parse)?,
                        posting_id: parsed("notice_batches.posting_id", &posting, PostingId::parse)?,
                    });
                }
            }
        }
        undelivered.sort_by_key(|notice| notice.id);
        Ok(undelivered)
    }

    /// Those of these applications, each at an offer, that moved up to it from a waiting list and were written nothing
    /// since.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_untold_offers(
        &mut self,
        offered: &[ApplicationId],
    ) -> Result<Vec<ApplicationId>, StoreError> {
        let mut untold = Vec::new();
        for list in id_lists(offered) {
            let mut last: BTreeMap<String, i64> = BTreeMap::new();
            for (application, at) in on_backend!(self, unfinished::moved_up(&list))? {
                let known = last.entry(application).or_insert(at);
                *known = at.max(*known);
            }
            for (application, at) in on_backend!(self, unfinished::told_since(&list))? {
                if last.get(&application).is_some_and(|up| *up <= at) {
                    last.remove(&application);
                }
            }
            for application in last.into_keys() {
                untold.push(parsed("application_moves.application_id", &application, ApplicationId::parse)?);
            }
        }
        Ok(untold)
    }
}
