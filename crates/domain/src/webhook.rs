//! Webhooks (ウェブフック): where an organization wants to hear of its changes, what it is told, and how telling went.
//!
//! Payloads and signatures are those of the Standard Webhooks specification. Knows nothing of how a message is carried.

use crate::fault::{FaultCode, Faults};
use crate::id::{DeliveryId, OrganizationId, WebhookId};
use crate::limits;
use crate::timestamp::Timestamp;
use crate::word::{Word, WordSet};
use crate::words;

/// Characters of an address at most.
pub const URL: usize = 2000;
/// Hours for which a replaced secret stays valid.
pub const OVERLAP_HOURS: std::ops::RangeInclusive<i64> = 0..=168;
/// Seconds to wait before each attempt, counted from the one before: ten attempts in about three days.
pub const WAITS_SECONDS: [i64; 10] =
    [0, 5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 24 * 3600];

words! {
    /// What a receiver can be told: a resource and what happened to it.
    pub enum EventType {
        /// A user was made.
        UserCreated = "user.created",
        /// A user was changed, disabled or enabled.
        UserUpdated = "user.updated",
        /// An organization was registered.
        OrganizationCreated = "organization.created",
        /// An organization was changed.
        OrganizationUpdated = "organization.updated",
        /// A key was issued.
        ApiKeyCreated = "api_key.created",
        /// A key was revoked.
        ApiKeyUpdated = "api_key.updated",
        /// An agreement was made.
        AgreementCreated = "agreement.created",
        /// An agreement was changed or ended.
        AgreementUpdated = "agreement.updated",
        /// An engagement was made.
        EngagementCreated = "engagement.created",
        /// An engagement was changed, its log, check-ins and end included.
        EngagementUpdated = "engagement.updated",
        /// An engagement is gone, with its person.
        EngagementDeleted = "engagement.deleted",
        /// Somebody was entered in the ledger.
        LedgerEntryCreated = "ledger_entry.created",
        /// An entry of the ledger was changed.
        LedgerEntryUpdated = "ledger_entry.updated",
        /// An entry of the ledger is gone.
        LedgerEntryDeleted = "ledger_entry.deleted",
        /// An alliance was made.
        AllianceCreated = "alliance.created",
        /// An alliance or its members were changed.
        AllianceUpdated = "alliance.updated",
        /// A body wrote its first entry of the directory.
        DirectoryEntryCreated = "directory_entry.created",
        /// A body changed its entry of the directory.
        DirectoryEntryUpdated = "directory_entry.updated",
        /// A body took itself out of the directory.
        DirectoryEntryDeleted = "directory_entry.deleted",
        /// A posting was drafted.
        PostingCreated = "posting.created",
        /// A posting was changed, its status included.
        PostingUpdated = "posting.updated",
        /// A posting is gone.
        PostingDeleted = "posting.deleted",
        /// A person was registered.
        CandidateCreated = "candidate.created",
        /// A person or their consents were changed.
        CandidateUpdated = "candidate.updated",
        /// A person is gone.
        CandidateDeleted = "candidate.deleted",
        /// A person has applied.
        ApplicationCreated = "application.created",
        /// An application was changed, a withdrawal included.
        ApplicationUpdated = "application.updated",
        /// An application is gone, with its person.
        ApplicationDeleted = "application.deleted",
        /// A meeting was planned or written down.
        EncounterCreated = "encounter.created",
        /// A meeting was changed, held or cancelled.
        EncounterUpdated = "encounter.updated",
        /// A meeting is gone.
        EncounterDeleted = "encounter.deleted",
        /// A cohort was made.
        CohortCreated = "cohort.created",
        /// A cohort, its members or the talks with them were changed.
        CohortUpdated = "cohort.updated",
        /// A course was made.
        CourseCreated = "course.created",
        /// A course was changed.
        CourseUpdated = "course.updated",
        /// A person takes a course.
        EnrollmentCreated = "enrollment.created",
        /// An enrollment was changed, completed or dropped.
        EnrollmentUpdated = "enrollment.updated",
        /// A survey was made.
        SurveyCreated = "survey.created",
        /// A survey, what it asks or its waves were changed.
        SurveyUpdated = "survey.updated",
        /// A match run was started.
        MatchRunCreated = "match_run.created",
        /// A sheet was sent to be taken in.
        ImportCreated = "import.created",
        /// An outcome was reported.
        OutcomeEventCreated = "outcome_event.created",
        /// A group of regions was written down.
        RegionGroupCreated = "region_group.created",
        /// A group of regions was changed.
        RegionGroupUpdated = "region_group.updated",
        /// A group of regions is gone.
        RegionGroupDeleted = "region_group.deleted",
        /// A program was made.
        ProgramCreated = "program.created",
        /// A program was changed.
        ProgramUpdated = "program.updated",
        /// A program is gone.
        ProgramDeleted = "program.deleted",
        /// A round was made.
        RoundCreated = "round.created",
        /// A round was changed, published, amended or closed.
        RoundUpdated = "round.updated",
        /// A round is gone.
        RoundDeleted = "round.deleted",
        /// An event was announced.
        EventCreated = "event.created",
        /// An event was changed.
        EventUpdated = "event.updated",
        /// An event is gone.
        EventDeleted = "event.deleted",
        /// Somebody was put down for an event.
        AttendanceCreated = "attendance.created",
        /// An attendance was changed.
        AttendanceUpdated = "attendance.updated",
        /// An attendance is gone.
        AttendanceDeleted = "attendance.deleted",
        /// A decision was proposed.
        DecisionCreated = "decision.created",
        /// A decision was approved, refused or superseded.
        DecisionUpdated = "decision.updated",
        /// Notices were sent.
        NoticeBatchCreated = "notice_batch.created",
        /// A notice was corrected.
        NoticeBatchUpdated = "notice_batch.updated",
        /// A webhook was made.
        WebhookCreated = "webhook.created",
        /// A webhook was changed, disabled or enabled.
        WebhookUpdated = "webhook.updated",
        /// A webhook is gone.
        WebhookDeleted = "webhook.deleted",
    }
}

words! {
    /// Whether an endpoint is sent to.
    pub enum WebhookState {
        /// It is.
        Active = "active",
        /// It is not; what changes is kept for when it is enabled again.
        Disabled = "disabled",
    }
}

words! {
    /// Why an endpoint is not sent to.
    pub enum DisabledReason {
        /// The receiver answered 410: it wants nothing any more.
        Gone = "gone",
    }
}

words! {
    /// The state of a delivery.
    pub enum DeliveryState {
        /// An attempt is still to come.
        Pending = "pending",
        /// The receiver has taken it.
        Delivered = "delivered",
        /// Every attempt has failed: a dead letter.
        Dead = "dead",
        /// The endpoint was disabled before it was taken.
        Cancelled = "cancelled",
    }
}

words! {
    /// What a delivery tells of.
    pub enum DeliveryKind {
        /// A record was made.
        Created = "created",
        /// A record was changed.
        Updated = "updated",
        /// A record is gone.
        Deleted = "deleted",
        /// Nothing: the owner tries the endpoint.
        Ping = "ping",
    }
}

words! {
    /// Why an attempt got no answer.
    pub enum AttemptError {
        /// The address is one that nothing is sent to.
        AddressRefused = "address_refused",
        /// The name has no address.
        NameNotFound = "name_not_found",
        /// Nobody took the connection, or it broke.
        ConnectionFailed = "connection_failed",
        /// The certificate or the handshake is not right.
        TlsFailed = "tls_failed",
        /// No answer in time.
        TimedOut = "timed_out",
        /// What came back is no HTTP.
        BadAnswer = "bad_answer",
    }
}

/// What a caller writes of an endpoint.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WebhookContent {
    /// Where to.
    pub url: String,
    /// What for, in the owner's words.
    pub description: Option<String>,
    /// Which events; none stated = all.
    pub event_types: WordSet<EventType>,
}

/// A secret by which messages are signed.
#[derive(Clone, PartialEq, Eq)]
pub struct WebhookSecret {
    /// `whsec_` and 32 random bytes in base64.
    pub text: String,
    /// From this instant on it signs nothing any more; `None` for the present one.
    pub valid_until: Option<Timestamp>,
}

/// An endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Webhook {
    /// Id.
    pub id: WebhookId,
    /// Whose changes it is told.
    pub organization_id: OrganizationId,
    /// Grows by one with each change.
    pub version: i64,
    /// What was written.
    pub content: WebhookContent,
    /// Whether it is sent to.
    pub state: WebhookState,
    /// Why not.
    pub disabled_reason: Option<DisabledReason>,
    /// The present secret first, then those being replaced.
    pub secrets: Vec<WebhookSecret>,
    /// Made at.
    pub created_at: Timestamp,
    /// Last changed at.
    pub updated_at: Timestamp,
}

/// One message to one endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Its id, which is the message's: the same in every attempt.
    pub id: DeliveryId,
    /// To which endpoint.
    pub webhook_id: WebhookId,
    /// What it tells of: `posting`, `candidate`… or `webhook` for a ping.
    pub resource: String,
    /// The record's id.
    pub resource_id: String,
    /// The record's version after the change.
    pub resource_version: i64,
    /// What happened to it.
    pub kind: DeliveryKind,
    /// When it happened.
    pub occurred_at: Timestamp,
    /// State.
    pub state: DeliveryState,
    /// Attempts made in all.
    pub attempts: i64,
    /// Attempts made since it was last replayed, by which the next wait is chosen.
    pub tries: i64,
    /// When the next attempt is due, while it is pending.
    pub next_attempt_at: Timestamp,
    /// Made at.
    pub created_at: Timestamp,
    /// Last changed at.
    pub updated_at: Timestamp,
}

/// One attempt at a delivery. What the receiver wrote is not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryAttempt {
    /// Of which delivery.
    pub delivery_id: DeliveryId,
    /// 1, 2, 3….
    pub number: i64,
    /// Begun at.
    pub at: Timestamp,
    /// How long it took.
    pub duration_ms: i64,
    /// The HTTP status, where one came back.
    pub status: Option<u16>,
    /// Why none did.
    pub error: Option<AttemptError>,
}

impl WebhookContent {
    /// Whether everything but the address is within its limits; whether the address may be sent to, the carrier says.
    ///
    /// # Errors
    /// All faults.
    pub fn checked(self) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        if self.url.is_empty() {
            faults.add("/url", FaultCode::TooShort, "must not be empty");
        }
        limits::Text::new("/url", URL).optional(Some(&self.url), &mut faults);
        limits::Text::new("/description", limits::REMARK).optional(self.description.as_deref(), &mut faults);
        faults.guard(self)
    }

    /// Whether the endpoint wants to hear of this.
    pub fn wants(&self, event: &str) -> bool {
        self.event_types.is_empty()
            || EventType::parse(event).is_some_and(|event| self.event_types.contains(event))
    }
}

impl Webhook {
    /// The secrets that sign at an instant, the present one first.
    pub fn secrets_at(&self, at: Timestamp) -> impl Iterator<Item = &str> {
        let valid = move |secret: &&WebhookSecret| secret.valid_until.is_none_or(|until| at < until);
        self.secrets.iter().filter(valid).map(|secret| secret.text.as_str())
    }
}

impl Delivery {
    /// The event's type, such as `candidate.updated`.
    pub fn event_type(&self) -> String {
        format!("{}.{}", self.resource, self.kind)
    }
}

/// A secret is in no log.
impl std::fmt::Debug for WebhookSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WebhookSecret").field("valid_until", &self.valid_until).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_hears_of_all_or_of_what_it_names() {
        let mut content =
            WebhookContent { url: "https://example.jp".to_owned(), ..WebhookContent::default() };
        assert!(content.wants("candidate.updated") && content.wants("something.new"));
        content.event_types.insert(EventType::CandidateUpdated);
        assert!(content.wants("candidate.updated"));
        assert!(!content.wants("candidate.created") && !content.wants("something.new"));
    }

    #[test]
    fn a_replaced_secret_signs_until_its_end() {
        let at = |seconds: i64| Timestamp::from_micros(seconds * 1_000_000).unwrap();
        let secret = |text: &str, valid_until| WebhookSecret { text: text.to_owned(), valid_until };
        let webhook = Webhook {
            id: WebhookId::from_parts(1, [0; 10]),
            organization_id: OrganizationId::from_parts(1, [0; 10]),
            version: 1,
            content: WebhookContent::default(),
            state: WebhookState::Active,
            disabled_reason: None,
            secrets: vec![secret("new", None), secret("old", Some(at(10)))],
            created_at: at(0),
            updated_at: at(0),
        };
        assert_eq!(webhook.secrets_at(at(9)).collect::<Vec<_>>(), ["new", "old"]);
        assert_eq!(webhook.secrets_at(at(10)).collect::<Vec<_>>(), ["new"]);
        assert!(!format!("{webhook:?}").contains("old"));
    }
}
