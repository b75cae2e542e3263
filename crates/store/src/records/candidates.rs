//! Candidates.

use diesel::prelude::*;
use domain::{
    Candidate, CandidateId, CandidateOrder, ExternalId, OrganizationId, Page, PageRequest, Place, Timestamp,
};

use super::candidate_rows::CandidateRows;
use super::{CandidateFilter, CandidateRow, CandidateSieve, IDS_A_QUERY, OrderedPart, id_lists};
use crate::schema::candidates;
use crate::transaction::on_backend;
use crate::vocabulary::{number, parsed};
use crate::{StoreError, Tx};

/// Name and contact of a person, for those to whom they are open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Who.
    pub candidate_id: CandidateId,
    /// The body that registered the person.
    pub organization_id: OrganizationId,
    /// Name.
    pub display_name: String,
    /// Contact.
    pub email: Option<String>,
    /// Contact.
    pub phone: Option<String>,
}

/// An identity as it is stored.
#[derive(Queryable, Selectable)]
#[diesel(table_name = candidates)]
pub(crate) struct IdentityRow {
    id: String,
    organization_id: String,
    display_name: String,
    email: Option<String>,
    phone: Option<String>,
}

impl TryFrom<IdentityRow> for Identity {
    type Error = StoreError;

    fn try_from(row: IdentityRow) -> Result<Self, StoreError> {
        Ok(Self {
            candidate_id: parsed("candidates.id", &row.id, CandidateId::parse)?,
            organization_id: parsed(
                "candidates.organization_id",
                &row.organization_id,
                OrganizationId::parse,
            )?,
            display_name: row.display_name,
            email: row.email,
            phone: row.phone,
        })
    }
}

/// Candidates turned into rows at once, so that the rows of a large import do not all stand in memory.
const CANDIDATES_A_BATCH: usize = 1000;

impl Tx<'_> {
    /// Keeps a new candidate.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] when the external id is taken within the organization.
    pub fn insert_candidate(&mut self, candidate: &Candidate) -> Result<(), StoreError> {
        self.insert_candidates(std::slice::from_ref(candidate))
    }

    /// Keeps many new candidates.
    ///
    /// # Errors
    /// As [`Tx::insert_candidate`].
    pub fn insert_candidates(&mut self, candidates: &[Candidate]) -> Result<(), StoreError> {
        for batch in candidates.chunks(CANDIDATES_A_BATCH) {
            let rows = CandidateRows::of(batch);
            on_backend!(self, candidates::insert(&rows.people))?;
            self.insert_parts(&rows)?;
        }
        Ok(())
    }

    fn insert_parts(&mut self, rows: &CandidateRows) -> Result<(), StoreError> {
        on_backend!(self, candidates::insert_parts(&rows.skills, &rows.ties, &rows.interests))
    }

    /// Replaces a candidate; `false` when it is not there in the expected version.
    ///
    /// # Errors
    /// As [`Tx::insert_candidate`].
    pub fn update_candidate(
        &mut self,
        candidate: &Candidate,
        expected_version: i64,
    ) -> Result<bool, StoreError> {
        let rows = CandidateRows::of(std::slice::from_ref(candidate));
        for person in &rows.people {
            if !on_backend!(self, candidates::update(person, expected_version))? {
                return Ok(false);
            }
            on_backend!(self, candidates::delete_parts(&person.id))?;
        }
        self.insert_parts(&rows)?;
        Ok(true)
    }

    /// Counts the version of a candidate up because a consent changed; `false` when there is no such candidate.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn touch_candidate(&mut self, id: CandidateId, at: Timestamp) -> Result<bool, StoreError> {
        on_backend!(self, candidates::touch(&id.to_string(), at.micros()))
    }

    /// Erases a candidate with consents, applications and stored matches, the kept answers that tell of them, and the
    /// words they wrote in surveys that are still tied to them; `false` when it is not there in the expected version.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn delete_candidate(&mut self, id: CandidateId, expected_version: i64) -> Result<bool, StoreError> {
        let id = id.to_string();
        // Both are found by what goes with the person.
        let mut named = on_backend!(self, candidates::list_application_ids(&id))?;
        let respondents = on_backend!(self, survey_answers::list_respondents_of(&id))?;
        if !on_backend!(self, candidates::delete(&id, expected_version))? {
            return Ok(false);
        }
        named.push(id);
        self.delete_kept_answers_that_name(&named)?;
        on_backend!(self, survey_answers::forget_words(&respondents))?;
        Ok(true)
    }

    /// The candidate of an id.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_candidate(&mut self, id: CandidateId) -> Result<Option<Candidate>, StoreError> {
        let row = on_backend!(self, candidates::find(&id.to_string(), self.hold))?;
        Ok(self.whole_candidates(row.into_iter().collect())?.pop())
    }

    /// The candidate that an organization registered under its own key.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_candidate_by_external_id(
        &mut self,
        organization_id: OrganizationId,
        external_id: &ExternalId,
    ) -> Result<Option<Candidate>, StoreError> {
        let body = organization_id.to_string();
        let row = on_backend!(self, candidates::find_by_external_id(&body, external_id.as_str(), self.hold))?;
        Ok(self.whole_candidates(row.into_iter().collect())?.pop())
    }

    /// The candidates that an organization registered under these own keys, in no order; unknown keys are missing.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_candidates_by_external_ids(
        &mut self,
        organization_id: OrganizationId,
        external_ids: &[ExternalId],
    ) -> Result<Vec<Candidate>, StoreError> {
        let body = organization_id.to_string();
        let mut candidates = Vec::new();
        for some in external_ids.chunks(IDS_A_QUERY) {
            let keys: Vec<String> = some.iter().map(|key| key.as_str().to_owned()).collect();
            let rows = on_backend!(self, candidates::list_by_external_ids(&body, &keys))?;
            candidates.extend(self.whole_candidates(rows)?);
        }
        Ok(candidates)
    }

    /// The candidates that an organization registered, as far as the filter lets them through, in an order.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_candidates(
        &mut self,
        filter: &CandidateFilter,
        order: CandidateOrder,
        request: &PageRequest<Place<CandidateId>>,
    ) -> Result<Page<Candidate>, StoreError> {
        let (sieve, part) = (CandidateSieve::from(filter), OrderedPart::of(order, request));
        let rows = on_backend!(self, candidate_search::list(&sieve, &part))?;
        let Page { items, has_more } = Page::of_rows(rows, request.limit);
        Ok(Page { items: self.whole_candidates(items)?, has_more })
    }

    /// The candidates of these ids, in ascending order; unknown ids are missing.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_candidates_by_ids(&mut self, ids: &[CandidateId]) -> Result<Vec<Candidate>, StoreError> {
        let mut candidates = Vec::with_capacity(ids.len());
        for list in id_lists(ids) {
            let rows = on_backend!(self, candidates::list_by_ids(&list))?;
            candidates.extend(self.whole_candidates(rows)?);
        }
        Ok(candidates)
    }

    /// Names and contacts of these people, in ascending order of id; unknown ids are missing.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_identities(&mut self, ids: &[CandidateId]) -> Result<Vec<Identity>, StoreError> {
        let mut identities = Vec::with_capacity(ids.len());
        for list in id_lists(ids) {
            for row in on_backend!(self, candidates::list_identities(&list))? {
                identities.push(Identity::try_from(row)?);
            }
        }
        Ok(identities)
    }

    /// How many candidates there are, of all organizations.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn count_candidates(&mut self) -> Result<u64, StoreError> {
        let count = on_backend!(self, candidates::count())?;
        number("count of candidates", count)
    }

    /// The candidates of rows, with their skills, ties and interests; at most as many as one `IN` takes.
    pub(crate) fn whole_candidates(
        &mut self,
        people: Vec<CandidateRow>,
    ) -> Result<Vec<Candidate>, StoreError> {
        if people.is_empty() {
            return Ok(Vec::new());
        }
        let ids: Vec<String> = people.iter().map(|person| person.id.clone()).collect();
        let (skills, ties, interests) = on_backend!(self, candidates::parts(&ids))?;
        CandidateRows { people, skills, ties, interests }.read(self.vocabulary)
    }
}
