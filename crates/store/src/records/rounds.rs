//! Rounds and their amendments.

use std::collections::HashMap;

use domain::{
    Amendment, ExternalId, OrganizationId, Page, PageRequest, ProgramId, Round, RoundId, RoundStatus, Word,
};

use super::programs::ParticipantEyes;
use super::{AmendmentRow, AreaPartnerRow, AreaRow, Part, Participant, RoundRow, page, rows_of};
use crate::transaction::on_backend;
use crate::vocabulary::number;
use crate::{StoreError, Tx};

/// Which rounds a list has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundFilter {
    /// Its own rounds and those it takes part in; of bodies it has agreements with, those that were published.
    pub viewer: Participant,
    /// This one alone.
    pub id: Option<RoundId>,
    /// Of this program alone.
    pub program_id: Option<ProgramId>,
    /// The viewer's own under this key.
    pub external_id: Option<ExternalId>,
    /// In this status alone.
    pub status: Option<RoundStatus>,
}

/// A filter as queries take it.
pub(crate) struct RoundSieve {
    pub(crate) eyes: ParticipantEyes,
    pub(crate) id: Option<String>,
    pub(crate) draft: &'static str,
    pub(crate) program: Option<String>,
    pub(crate) external_id: Option<String>,
    pub(crate) status: Option<&'static str>,
}

impl Tx<'_> {
    /// Keeps a new round with its areas.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] when the external id is taken within the organization, [`StoreError::Dangling`] when
    /// program, body or group of regions is not there.
    pub fn insert_round(&mut self, round: &Round) -> Result<(), StoreError> {
        let row = RoundRow::from(round);
        on_backend!(self, rounds::insert(&row))?;
        self.put_round_areas(round)
    }

    /// Replaces a round with its areas; `false` when it is not there in the expected version.
    ///
    /// # Errors
    /// As [`Tx::insert_round`].
    pub fn update_round(&mut self, round: &Round, expected_version: i64) -> Result<bool, StoreError> {
        let row = RoundRow::from(round);
        if !on_backend!(self, rounds::update(&row, expected_version))? {
            return Ok(false);
        }
        self.put_round_areas(round)?;
        Ok(true)
    }

    fn put_round_areas(&mut self, round: &Round) -> Result<(), StoreError> {
        let (areas, partners) = (AreaRow::of(round), AreaPartnerRow::of(round));
        on_backend!(self, rounds::put_areas(&round.id.to_string(), &areas, &partners))
    }

    /// Deletes a round with its areas and amendments; `false` when it is not there in the expected version.
    ///
    /// # Errors
    /// [`StoreError::Dangling`] when postings or events refer to it.
    pub fn delete_round(&mut self, id: RoundId, expected_version: i64) -> Result<bool, StoreError> {
        on_backend!(self, rounds::delete(&id.to_string(), expected_version))
    }

    /// The round of an id, as it is in force now.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_round(&mut self, id: RoundId) -> Result<Option<Round>, StoreError> {
        let row = on_backend!(self, rounds::find(&id.to_string(), self.hold))?;
        Ok(self.whole_rounds(row.into_iter().collect())?.pop())
    }

    /// The round that an organization keeps under its own key.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_round_by_external_id(
        &mut self,
        organization_id: OrganizationId,
        external_id: &ExternalId,
    ) -> Result<Option<Round>, StoreError> {
        let body = organization_id.to_string();
        let row = on_backend!(self, rounds::find_by_external_id(&body, external_id.as_str(), self.hold))?;
        Ok(self.whole_rounds(row.into_iter().collect())?.pop())
    }

    /// The rounds a viewer may see, as far as the filter lets them through.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_rounds(
        &mut self,
        filter: &RoundFilter,
        request: &PageRequest<RoundId>,
    ) -> Result<Page<Round>, StoreError> {
        let sieve = RoundSieve {
            eyes: ParticipantEyes::from(&filter.viewer),
            id: filter.id.map(|id| id.to_string()),
            draft: RoundStatus::Draft.as_str(),
            program: filter.program_id.map(|id| id.to_string()),
            external_id: filter.external_id.as_ref().map(ToString::to_string),
            status: filter.status.map(Word::as_str),
        };
        let rows = on_backend!(self, rounds::list(&sieve, &Part::of(request)))?;
        let Page { items, has_more } = Page::of_rows(rows, request.limit);
        Ok(Page { items: self.whole_rounds(items)?, has_more })
    }

    /// Keeps a new amendment.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] when the round has one of that number.
    pub fn insert_amendment(&mut self, amendment: &Amendment) -> Result<(), StoreError> {
        let row = AmendmentRow::from(amendment);
        on_backend!(self, rounds::insert_amendment(&row))
    }

    /// The number of the last amendment of a round, 0 without any.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn last_amendment(&mut self, round_id: RoundId) -> Result<u32, StoreError> {
        let last = on_backend!(self, rounds::last_amendment(&round_id.to_string()))?;
        number("round_amendments.number", last.unwrap_or(0))
    }

    /// The amendments of a round, the oldest first.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_amendments(
        &mut self,
        round_id: RoundId,
        request: &PageRequest<u32>,
    ) -> Result<Page<Amendment>, StoreError> {
        let after = request.after.map_or(0, i64::from);
        let rows =
            on_backend!(self, rounds::list_amendments(&round_id.to_string(), after, rows_of(request)))?;
        page(rows, request, Amendment::try_from)
    }

    /// The rounds of rows, with their areas; at most as many as one `IN` takes.
    fn whole_rounds(&mut self, rows: Vec<RoundRow>) -> Result<Vec<Round>, StoreError> {
        let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
        let (mut areas, mut partners): (HashMap<String, Vec<_>>, HashMap<String, Vec<_>>) =
            (HashMap::new(), HashMap::new());
        for area in on_backend!(self, rounds::areas(&ids))? {
            areas.entry(area.round_id.clone()).or_default().push(area);
        }
        for partner in on_backend!(self, rounds::area_partners(&ids))? {
            partners.entry(partner.round_id.clone()).or_default().push(partner);
        }
        rows.into_iter()
            .map(|row| {
                let theirs = areas.remove(&row.id).unwrap_or_default();
                let bodies = partners.remove(&row.id).unwrap_or_default();
                row.read(theirs, &bodies)
            })
            .collect()
    }
}
