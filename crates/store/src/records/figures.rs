//! What reports count, read lean.

use std::collections::HashMap;

use domain::{ApplicationId, ApplicationStatus, CandidateId, JsonText, OrganizationId, PostingId, Timestamp};

use super::id_lists;
use crate::transaction::on_backend;
use crate::vocabulary::{instant, number, parsed, word};
use crate::{StoreError, Tx};

/// An application, as reports count it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SubmittedApplication {
    /// Id.
    pub id: ApplicationId,
    /// To which posting.
    pub posting_id: PostingId,
    /// Who.
    pub candidate_id: CandidateId,
    /// Submitted at.
    pub at: Timestamp,
}

/// A stage that an application has entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EnteredStage {
    /// Which application.
    pub application_id: ApplicationId,
    /// Which stage.
    pub status: ApplicationStatus,
    /// Entered at.
    pub at: Timestamp,
}

impl Tx<'_> {
    /// Every application to these postings, withdrawn ones too.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_submitted_applications(
        &mut self,
        posting_ids: &[PostingId],
    ) -> Result<Vec<SubmittedApplication>, StoreError> {
        let mut found = Vec::new();
        for list in id_lists(posting_ids) {
            for (id, posting, candidate, at) in on_backend!(self, figures::applications(&list))? {
                found.push(SubmittedApplication {
                    id: parsed("applications.id", &id, ApplicationId::parse)?,
                    posting_id: parsed("applications.posting_id", &posting, PostingId::parse)?,
                    candidate_id: parsed("applications.candidate_id", &candidate, CandidateId::parse)?,
                    at: instant("applications.created_at", at)?,
                });
            }
        }
        Ok(found)
    }

    /// The stages that these applications have entered: application by application, the first stage first.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_entered_stages(&mut self, ids: &[ApplicationId]) -> Result<Vec<EnteredStage>, StoreError> {
        let mut found = Vec::new();
        for list in id_lists(ids) {
            for (id, _, status, at) in on_backend!(self, figures::moves(&list))? {
                found.push(EnteredStage {
                    application_id: parsed("application_moves.application_id", &id, ApplicationId::parse)?,
                    status: word("application_moves.to_status", &status)?,
                    at: instant("application_moves.at", at)?,
                });
            }
        }
        Ok(found)
    }

    /// How often each person stands in the lists that a body's match runs, made from one instant on and before another,
    /// keep for these postings.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn count_shown(
        &mut self,
        organization_id: OrganizationId,
        (from, before): (Timestamp, Timestamp),
        posting_ids: &[PostingId],
    ) -> Result<HashMap<CandidateId, u64>, StoreError> {
        let (body, span) = (organization_id.to_string(), (from.micros(), before.micros()));
        let mut shown: HashMap<CandidateId, u64> = HashMap::new();
        for run in on_backend!(self, figures::runs(&body, span))? {
            for list in id_lists(posting_ids) {
                for (candidate, times) in on_backend!(self, figures::shown(&run, &list))? {
                    let candidate = parsed("matches.candidate_id", &candidate, CandidateId::parse)?;
                    *shown.entry(candidate).or_default() += number::<_, u64>("count of matches", times)?;
                }
            }
        }
        Ok(shown)
    }

    /// The rankings that decisions on these postings were made on, of decisions from one instant on and before another.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_decision_rankings(
        &mut self,
        posting_ids: &[PostingId],
        (from, before): (Timestamp, Timestamp),
    ) -> Result<Vec<JsonText>, StoreError> {
        let span = (from.micros(), before.micros());
        let mut found = Vec::new();
        for list in id_lists(posting_ids) {
            let decisions = on_backend!(self, figures::decisions(&list, span))?;
            for list in id_lists(&decisions) {
                found.extend(on_backend!(self, figures::rankings(&list))?.into_iter().map(JsonText));
            }
        }
        Ok(found)
    }
}
