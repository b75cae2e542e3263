//! Webhooks: endpoints, what is to be delivered to them, and how it went.

use domain::{
    Delivery, DeliveryAttempt, DeliveryId, DeliveryState, OrganizationId, Page, PageRequest, Timestamp,
    Webhook, WebhookId, Word,
};

use super::webhook_rows::{AttemptRow, DeliveryRow, WebhookRow};
use super::{ChangePlace, Part, page, rows_of};
use crate::transaction::on_backend;
use crate::{StoreError, Tx};

/// Which deliveries of an endpoint are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeliveryFilter {
    /// Of which endpoint.
    pub webhook_id: WebhookId,
    /// Only those in this state.
    pub state: Option<DeliveryState>,
}

/// The same as the query has it.
pub(crate) struct DeliverySieve {
    pub(crate) webhook_id: String,
    pub(crate) state: Option<&'static str>,
}

/// A span of time, its end not included, and the present, in microseconds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Span {
    pub(crate) from: i64,
    pub(crate) until: i64,
    pub(crate) now: i64,
}

impl Tx<'_> {
    /// Keeps a new endpoint, which is told of what stands behind a place in the outbox.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn insert_webhook(&mut self, webhook: &Webhook, place: ChangePlace) -> Result<(), StoreError> {
        let row = WebhookRow::from(webhook);
        on_backend!(self, webhooks::insert(&row, place))
    }

    /// Replaces an endpoint, its place in the outbox excepted; `false` when it is not there in the expected version.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn update_webhook(&mut self, webhook: &Webhook, expected_version: i64) -> Result<bool, StoreError> {
        let row = WebhookRow::from(webhook);
        on_backend!(self, webhooks::update(&row, expected_version))
    }

    /// Forgets an endpoint with its deliveries; `false` when it is not there in the expected version.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn delete_webhook(&mut self, id: WebhookId, expected_version: i64) -> Result<bool, StoreError> {
        on_backend!(self, webhooks::delete(&id.to_string(), expected_version))
    }

    /// The endpoint of an id.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_webhook(&mut self, id: WebhookId) -> Result<Option<Webhook>, StoreError> {
        let row = on_backend!(self, webhooks::find(&id.to_string(), self.hold))?;
        row.map(Webhook::try_from).transpose()
    }

    /// The endpoints of an organization.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_webhooks(
        &mut self,
        organization_id: OrganizationId,
        request: &PageRequest<WebhookId>,
    ) -> Result<Page<Webhook>, StoreError> {
        let whose = organization_id.to_string();
        let rows = on_backend!(self, webhooks::list(&whose, &Part::of(request)))?;
        page(rows, request, Webhook::try_from)
    }

    /// Everybody's endpoints that are sent to.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_active_webhooks(&mut self) -> Result<Vec<Webhook>, StoreError> {
        let rows = on_backend!(self, webhooks::list_active())?;
        rows.into_iter().map(Webhook::try_from).collect()
    }

    /// The place in the outbox up to which an endpoint's deliveries have been made.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_webhook_place(&mut self, id: WebhookId) -> Result<Option<ChangePlace>, StoreError> {
        let place = on_backend!(self, webhooks::place(&id.to_string()))?;
        Ok(place.map(|(xid, seq)| ChangePlace { xid, seq }))
    }

    /// Writes down up to where an endpoint's deliveries have been made.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn advance_webhook(&mut self, id: WebhookId, place: ChangePlace) -> Result<(), StoreError> {
        on_backend!(self, webhooks::advance(&id.to_string(), place))
    }

    /// Keeps new deliveries.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn insert_deliveries(&mut self, deliveries: &[Delivery]) -> Result<(), StoreError> {
        let rows: Vec<DeliveryRow> = deliveries.iter().map(DeliveryRow::from).collect();
        on_backend!(self, webhooks::insert_deliveries(&rows))
    }

    /// Replaces a delivery.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn update_delivery(&mut self, delivery: &Delivery) -> Result<(), StoreError> {
        let row = DeliveryRow::from(delivery);
        on_backend!(self, webhooks::update_delivery(&row))
    }

    /// The delivery of an id.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_delivery(&mut self, id: DeliveryId) -> Result<Option<Delivery>, StoreError> {
        let row = on_backend!(self, webhooks::find_delivery(&id.to_string(), self.hold))?;
        row.map(Delivery::try_from).transpose()
    }

    /// The deliveries to an endpoint.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_deliveries(
        &mut self,
        filter: &DeliveryFilter,
        request: &PageRequest<DeliveryId>,
    ) -> Result<Page<Delivery>, StoreError> {
        let sieve = DeliverySieve {
            webhook_id: filter.webhook_id.to_string(),
            state: filter.state.map(Word::as_str),
        };
        let rows = on_backend!(self, webhooks::list_deliveries(&sieve, &Part::of(request)))?;
        page(rows, request, Delivery::try_from)
    }

    /// At most so many deliveries to an endpoint whose next attempt is due at an instant, the longest due first.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_due_deliveries(
        &mut self,
        webhook_id: WebhookId,
        at: Timestamp,
        most: usize,
    ) -> Result<Vec<Delivery>, StoreError> {
        let (whose, most) = (webhook_id.to_string(), i64::try_from(most).unwrap_or(i64::MAX));
        let rows = on_backend!(self, webhooks::list_due(&whose, (at.micros(), most)))?;
        rows.into_iter().map(Delivery::try_from).collect()
    }

    /// Gives up whatever is still to be delivered to an endpoint, and says how much that is.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn cancel_deliveries(&mut self, webhook_id: WebhookId, at: Timestamp) -> Result<usize, StoreError> {
        on_backend!(self, webhooks::cancel_pending(&webhook_id.to_string(), at.micros()))
    }

    /// Makes the deliveries of what happened from one instant up to another pending again, and says how many they are.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn replay_deliveries(
        &mut self,
        webhook_id: WebhookId,
        (from, until): (Timestamp, Timestamp),
        now: Timestamp,
    ) -> Result<usize, StoreError> {
        let span = Span { from: from.micros(), until: until.micros(), now: now.micros() };
        on_backend!(self, webhooks::replay(&webhook_id.to_string(), span))
    }

    /// Keeps an attempt.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn insert_attempt(&mut self, attempt: &DeliveryAttempt) -> Result<(), StoreError> {
        let row = AttemptRow::from(attempt);
        on_backend!(self, webhooks::insert_attempt(&row))
    }

    /// The attempts at a delivery, by their numbers.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_attempts(
        &mut self,
        delivery_id: DeliveryId,
        request: &PageRequest<i64>,
    ) -> Result<Page<DeliveryAttempt>, StoreError> {
        let part = (request.after.unwrap_or(0), rows_of(request));
        let rows = on_backend!(self, webhooks::list_attempts(&delivery_id.to_string(), part))?;
        page(rows, request, DeliveryAttempt::try_from)
    }
}
