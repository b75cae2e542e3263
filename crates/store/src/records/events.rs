//! Events.

use std::collections::HashMap;

use domain::{
    CohortId, Event, EventAudience, EventId, EventKind, ExternalId, OrganizationId, Page, PageRequest,
    PostingId, ProgramId, RoundId, Timestamp, Word,
};

use super::programs::ParticipantEyes;
use super::{EventPostingRow, EventRow, Part, Participant, SpeakerRow, id_lists};
use crate::transaction::on_backend;
use crate::{StoreError, Tx};

/// Which events a list has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventFilter {
    /// Its own events and those for everybody; those for members where it takes part or has an agreement.
    pub viewer: Participant,
    /// This one alone.
    pub id: Option<EventId>,
    /// Of this body alone.
    pub organization_id: Option<OrganizationId>,
    /// The viewer's own under this key.
    pub external_id: Option<ExternalId>,
    /// Of this kind alone.
    pub kind: Option<EventKind>,
    /// Of this program alone.
    pub program_id: Option<ProgramId>,
    /// Of this round alone.
    pub round_id: Option<RoundId>,
    /// Of this cohort alone.
    pub cohort_id: Option<CohortId>,
    /// About this posting alone.
    pub posting_id: Option<PostingId>,
    /// That begin at this instant or later.
    pub from: Option<Timestamp>,
    /// That begin at this instant or earlier.
    pub until: Option<Timestamp>,
}

impl EventFilter {
    /// Everything that a viewer may see.
    pub fn of(viewer: Participant) -> Self {
        Self {
            viewer,
            id: None,
            organization_id: None,
            external_id: None,
            kind: None,
            program_id: None,
            round_id: None,
            cohort_id: None,
            posting_id: None,
            from: None,
            until: None,
        }
    }
}

/// A filter as queries take it.
pub(crate) struct EventSieve {
    pub(crate) eyes: ParticipantEyes,
    pub(crate) everyone: &'static str,
    pub(crate) id: Option<String>,
    pub(crate) organization: Option<String>,
    pub(crate) external_id: Option<String>,
    pub(crate) kind: Option<&'static str>,
    pub(crate) program: Option<String>,
    pub(crate) round: Option<String>,
    pub(crate) cohort: Option<String>,
    pub(crate) posting: Option<String>,
    pub(crate) from: Option<i64>,
    pub(crate) until: Option<i64>,
}

impl From<&EventFilter> for EventSieve {
    fn from(filter: &EventFilter) -> Self {
        Self {
            eyes: ParticipantEyes::from(&filter.viewer),
            everyone: EventAudience::Everyone.as_str(),
            id: filter.id.map(|id| id.to_string()),
            organization: filter.organization_id.map(|id| id.to_string()),
            external_id: filter.external_id.as_ref().map(ToString::to_string),
            kind: filter.kind.map(Word::as_str),
            program: filter.program_id.map(|id| id.to_string()),
            round: filter.round_id.map(|id| id.to_string()),
            cohort: filter.cohort_id.map(|id| id.to_string()),
            posting: filter.posting_id.map(|id| id.to_string()),
            from: filter.from.map(Timestamp::micros),
            until: filter.until.map(Timestamp::micros),
        }
    }
}

impl Tx<'_> {
    /// Keeps a new event.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] when the external id is taken within the organization, [`StoreError::Dangling`] when
    /// program, round, posting or person is not there.
    pub fn insert_event(&mut self, event: &Event) -> Result<(), StoreError> {
        let row = EventRow::from(event);
        on_backend!(self, events::insert(&row))?;
        self.put_event_parts(event)
    }

    /// Replaces an event; `false` when it is not there in the expected version.
    ///
    /// # Errors
    /// As [`Tx::insert_event`].
    pub fn update_event(&mut self, event: &Event, expected_version: i64) -> Result<bool, StoreError> {
        let row = EventRow::from(event);
        if !on_backend!(self, events::update(&row, expected_version))? {
            return Ok(false);
        }
        self.put_event_parts(event)?;
        Ok(true)
    }

    fn put_event_parts(&mut self, event: &Event) -> Result<(), StoreError> {
        let (speakers, postings) = (SpeakerRow::of(event), EventPostingRow::of(event));
        on_backend!(self, events::put_parts(&event.id.to_string(), &speakers, &postings))
    }

    /// Deletes an event; `false` when it is not there in the expected version.
    ///
    /// # Errors
    /// [`StoreError::Dangling`] when somebody is put down for it.
    pub fn delete_event(&mut self, id: EventId, expected_version: i64) -> Result<bool, StoreError> {
        on_backend!(self, events::delete(&id.to_string(), expected_version))
    }

    /// The event of an id.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_event(&mut self, id: EventId) -> Result<Option<Event>, StoreError> {
        let row = on_backend!(self, events::find(&id.to_string(), self.hold))?;
        Ok(self.whole_events(row.into_iter().collect())?.pop())
    }

    /// The event that an organization keeps under its own key.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_event_by_external_id(
        &mut self,
        organization_id: OrganizationId,
        external_id: &ExternalId,
    ) -> Result<Option<Event>, StoreError> {
        let body = organization_id.to_string();
        let row = on_backend!(self, events::find_by_external_id(&body, external_id.as_str(), self.hold))?;
        Ok(self.whole_events(row.into_iter().collect())?.pop())
    }

    /// The events of these ids, in ascending order; unknown ids are missing.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_events_by_ids(&mut self, ids: &[EventId]) -> Result<Vec<Event>, StoreError> {
        let mut events = Vec::with_capacity(ids.len());
        for list in id_lists(ids) {
            let rows = on_backend!(self, events::list_by_ids(&list))?;
            events.extend(self.whole_events(rows)?);
        }
        Ok(events)
    }

    /// The events a viewer may see, as far as the filter lets them through.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_events(
        &mut self,
        filter: &EventFilter,
        request: &PageRequest<EventId>,
    ) -> Result<Page<Event>, StoreError> {
        let sieve = EventSieve::from(filter);
        let rows = on_backend!(self, events::list(&sieve, &Part::of(request)))?;
        let Page { items, has_more } = Page::of_rows(rows, request.limit);
        Ok(Page { items: self.whole_events(items)?, has_more })
    }

    /// The events of rows, with their speakers and postings; at most as many as one `IN` takes.
    fn whole_events(&mut self, rows: Vec<EventRow>) -> Result<Vec<Event>, StoreError> {
        let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
        let (mut speakers, mut postings): (HashMap<String, Vec<_>>, HashMap<String, Vec<_>>) =
            (HashMap::new(), HashMap::new());
        for row in on_backend!(self, events::speakers(&ids))? {
            speakers.entry(row.event_id.clone()).or_default().push(row.read()?);
        }
        for row in on_backend!(self, events::postings(&ids))? {
            let posting = row.read()?;
            postings.entry(row.event_id).or_default().push(posting);
        }
        rows.into_iter()
            .map(|row| {
                let theirs = speakers.remove(&row.id).unwrap_or_default();
                let about = postings.remove(&row.id).unwrap_or_default();
                row.read(theirs, about)
            })
            .collect()
    }
}
