//! Postings.

use std::collections::HashMap;

use domain::{
    ExternalId, OrganizationId, Page, PageRequest, Place, Posting, PostingId, PostingOrder, PostingSearch,
    PostingStatus, RoundId,
};

use super::viewer::Eyes;
use super::{IDS_A_QUERY, OrderedPart, PostingRow, PostingSkillRow, TermsRow, Viewer, Within, id_lists};
use crate::transaction::on_backend;
use crate::{StoreError, Tx};

/// Which postings a list has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostingFilter {
    /// Its own postings and those it coordinates are shown in every status.
    pub viewer: Viewer,
    /// The statuses in which the postings of everybody else are shown.
    pub others: Vec<PostingStatus>,
    /// As far as they are looked for. Skills come with their narrower ones, cities with their wards.
    pub search: PostingSearch,
}

/// A filter as queries take it.
pub(crate) struct PostingSieve {
    pub(crate) eyes: Eyes,
    pub(crate) others: Vec<&'static str>,
    pub(crate) statuses: Vec<&'static str>,
    pub(crate) organization: Option<String>,
    pub(crate) round: Option<String>,
    pub(crate) external_id: Option<String>,
    pub(crate) places: Option<Within>,
    /// The places of a named group.
    pub(crate) group: Option<Within>,
    /// The viewer's body as it stands in a list of ids, as a pattern.
    pub(crate) member: String,
    /// As they stand in a list, as patterns.
    pub(crate) categories: Vec<String>,
    pub(crate) skills: Vec<String>,
    pub(crate) contract_forms: Vec<&'static str>,
    pub(crate) work_styles: Vec<&'static str>,
    pub(crate) hours_per_week: Option<i32>,
    pub(crate) from: Option<String>,
    pub(crate) until: Option<String>,
    pub(crate) min_reward_yen_per_hour: Option<i64>,
    /// As patterns.
    pub(crate) words: Vec<String>,
}

impl Tx<'_> {
    /// Keeps a new posting.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] when the external id is taken within the organization.
    pub fn insert_posting(&mut self, posting: &Posting) -> Result<(), StoreError> {
        let (row, terms) = (PostingRow::from(posting), TermsRow::from(posting));
        let skills = PostingSkillRow::of(posting);
        on_backend!(self, postings::insert(&row, &terms, &skills))
    }

    /// Replaces a posting; `false` when it is not there in the expected version.
    ///
    /// # Errors
    /// As [`Tx::insert_posting`].
    pub fn update_posting(&mut self, posting: &Posting, expected_version: i64) -> Result<bool, StoreError> {
        let row = PostingRow::from(posting);
        if !on_backend!(self, postings::update(&row, expected_version))? {
            return Ok(false);
        }
        let (terms, skills) = (TermsRow::from(posting), PostingSkillRow::of(posting));
        on_backend!(self, postings::update_terms(&terms, &skills))?;
        Ok(true)
    }

    /// Deletes a posting with its terms; `false` when it is not there in the expected version.
    ///
    /// # Errors
    /// [`StoreError::Dangling`] when applications or match runs refer to it.
    pub fn delete_posting(&mut self, id: PostingId, expected_version: i64) -> Result<bool, StoreError> {
        on_backend!(self, postings::delete(&id.to_string(), expected_version))
    }

    /// The posting of an id.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_posting(&mut self, id: PostingId) -> Result<Option<Posting>, StoreError> {
        let rows = on_backend!(self, postings::find(&id.to_string(), self.hold))?;
        Ok(self.whole_postings(rows.into_iter().collect())?.pop())
    }

    /// The posting that an organization keeps under its own key.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_posting_by_external_id(
        &mut self,
        organization_id: OrganizationId,
        external_id: &ExternalId,
    ) -> Result<Option<Posting>, StoreError> {
        let body = organization_id.to_string();
        let rows = on_backend!(self, postings::find_by_external_id(&body, external_id.as_str(), self.hold))?;
        Ok(self.whole_postings(rows.into_iter().collect())?.pop())
    }

    /// The postings a viewer may see, as far as the filter lets them through, in an order.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_postings(
        &mut self,
        filter: &PostingFilter,
        order: PostingOrder,
        request: &PageRequest<Place<PostingId>>,
    ) -> Result<Page<Posting>, StoreError> {
        let (sieve, part) = (PostingSieve::from(filter), OrderedPart::of(order, request));
        let rows = on_backend!(self, posting_search::list(&sieve, &part))?;
        let Page { items, has_more } = Page::of_rows(rows, request.limit);
        Ok(Page { items: self.whole_postings(items)?, has_more })
    }

    /// The postings of these ids, in ascending order; unknown ids are missing.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_postings_by_ids(&mut self, ids: &[PostingId]) -> Result<Vec<Posting>, StoreError> {
        let mut postings = Vec::with_capacity(ids.len());
        for list in id_lists(ids) {
            let rows = on_backend!(self, postings::list_by_ids(&list))?;
            postings.extend(self.whole_postings(rows)?);
        }
        Ok(postings)
    }

    /// Every posting of a round, in whatever status, in the order of their ids.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_postings_of_round(&mut self, round_id: RoundId) -> Result<Vec<Posting>, StoreError> {
        let ids = on_backend!(self, postings::ids_of_round(&round_id.to_string()))?;
        let mut postings = Vec::with_capacity(ids.len());
        for list in ids.chunks(IDS_A_QUERY) {
            let rows = on_backend!(self, postings::list_by_ids(list))?;
            postings.extend(self.whole_postings(rows)?);
        }
        Ok(postings)
    }

    /// The postings of rows, with the skills they want; at most as many as one `IN` takes.
    pub(crate) fn whole_postings(
        &mut self,
        rows: Vec<(PostingRow, TermsRow)>,
    ) -> Result<Vec<Posting>, StoreError> {
        let ids: Vec<String> = rows.iter().map(|(row, _)| row.id.clone()).collect();
        let mut skills: HashMap<String, Vec<PostingSkillRow>> = HashMap::new();
        for skill in on_backend!(self, postings::skills(&ids))? {
            skills.entry(skill.posting_id.clone()).or_default().push(skill);
        }
        rows.into_iter()
            .map(|(row, terms)| {
                let theirs = skills.remove(&row.id).unwrap_or_default();
                row.read(terms, theirs, self.vocabulary)
            })
            .collect()
    }
}
