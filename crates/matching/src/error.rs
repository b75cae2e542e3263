//! How a use case can end other than well. No HTTP status is known here.

use domain::{Faults, Scope, Word};
use store::{StoreError, Unique};

domain::words! {
    /// Why a request contradicts the present state.
    pub enum ConflictCode {
        /// Another record of the organization has this external id.
        ExternalIdTaken = "external_id_taken",
        /// The person already has a standing application to the posting.
        AlreadyApplied = "already_applied",
        /// The body is in the alliance, or is asked to join, already.
        AlreadyMember = "already_member",
        /// Only a published posting takes applications.
        PostingNotPublished = "posting_not_published",
        /// The application window is not open yet.
        WindowNotOpen = "window_not_open",
        /// The application window has closed.
        WindowClosed = "window_closed",
        /// The round asks for a meeting that was not held yet.
        MeetingNotHeld = "meeting_not_held",
        /// The person has as many open applications in the round as it allows.
        PendingCapReached = "pending_cap_reached",
        /// Every seat is taken.
        NoSeatLeft = "no_seat_left",
        /// A published round changes only by amendments.
        RoundPublished = "round_published",
        /// The round is still in preparation.
        RoundNotPublished = "round_not_published",
        /// Every place of the event is taken.
        EventFull = "event_full",
        /// Something else still refers to the record.
        InUse = "in_use",
        /// The application has an engagement already.
        AlreadyEngaged = "already_engaged",
        /// Long work ends early after 30 days of notice at the soonest.
        NoticeTooShort = "notice_too_short",
        /// A public employee needs permission for paid work.
        PermissionMissing = "permission_missing",
        /// What has no last day cannot be renewed.
        NoLastDay = "no_last_day",
        /// It has ended and cannot be changed any more.
        AlreadyEnded = "already_ended",
        /// The key that makes the request cannot revoke itself.
        KeyInUse = "key_in_use",
        /// Nothing is sent to the webhook as long as it is disabled.
        WebhookDisabled = "webhook_disabled",
        /// The event was reported before as something else.
        EventReported = "event_reported",
        /// Another user has the mail address.
        MailTaken = "mail_taken",
        /// The marker has done nothing on the posting that could still be undone.
        NothingToUndo = "nothing_to_undo",
        /// Nobody is ranked below the places whom a second look could find.
        NobodyBelowTheCut = "nobody_below_the_cut",
        /// Every place is taken.
        Full = "full",
        /// The person takes the course, or has completed it.
        AlreadyEnrolled = "already_enrolled",
        /// The wave of the survey was answered.
        AlreadyAnswered = "already_answered",
        /// The person does not live where it is for.
        NotResident = "not_resident",
        /// Somebody has approved or refused the decision already, or another stands in its place.
        DecisionSettled = "decision_settled",
        /// Only an approved decision is told.
        DecisionNotApproved = "decision_not_approved",
        /// People have applied since the decision.
        DecisionOutdated = "decision_outdated",
        /// What would be sent is not what was previewed.
        PreviewOutdated = "preview_outdated",
        /// The notices were sent.
        NoticesSent = "notices_sent",
        /// Somebody else changed the record at the same moment; try again.
        ChangedMeanwhile = "changed_meanwhile",
    }
}

/// A contradiction with the present state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// Stable code.
    pub code: ConflictCode,
    /// A sentence the caller can act on.
    pub detail: String,
    /// JSON pointer to the field that is to blame, where there is one.
    pub pointer: Option<&'static str>,
}

/// How a use case can fail.
#[derive(Debug, thiserror::Error)]
pub enum MatchingError {
    /// The input has faults; all of them are listed.
    #[error("the input has faults")]
    Invalid(Faults),
    /// There is no such thing, or it is not visible to the actor.
    #[error("no such {resource}")]
    NotFound {
        /// `posting`, `candidate`…
        resource: &'static str,
    },
    /// The key is missing, unknown, expired or revoked.
    #[error("{detail}")]
    Unauthenticated {
        /// What is wrong with it.
        detail: &'static str,
    },
    /// The key lacks a scope.
    #[error("the key lacks the scope {0}")]
    MissingScope(Scope),
    /// The thing is visible, but not the actor's to do this with.
    #[error("{detail}")]
    Forbidden {
        /// What is not allowed, and who may.
        detail: String,
    },
    /// The record has another version than the caller expects.
    #[error("the record is at version {current}")]
    VersionMismatch {
        /// Its version now.
        current: i64,
    },
    /// The record cannot move there.
    #[error("a {resource} cannot move from {from} to {to}")]
    IllegalTransition {
        /// `posting`, `application`…
        resource: &'static str,
        /// Where it is.
        from: &'static str,
        /// Where it was to go.
        to: &'static str,
        /// Where it may go.
        legal: Vec<&'static str>,
    },
    /// The request contradicts the present state.
    #[error("{}", .0.detail)]
    Conflict(Conflict),
    /// Too many attempts in vain; the next is looked at later.
    #[error("too many attempts")]
    TooManyAttempts {
        /// In so many seconds.
        retry_after_seconds: i64,
    },
    /// The pool of people is still being loaded.
    #[error("the pool is being loaded")]
    NotReady,
    /// The database failed.
    #[error(transparent)]
    Store(StoreError),
}

impl MatchingError {
    /// A [`MatchingError::NotFound`].
    pub(crate) fn not_found(resource: &'static str) -> Self {
        Self::NotFound { resource }
    }

    /// A [`MatchingError::Conflict`] without a pointer.
    pub(crate) fn conflict(code: ConflictCode, detail: impl Into<String>) -> Self {
        Self::Conflict(Conflict { code, detail: detail.into(), pointer: None })
    }

    /// A [`MatchingError::IllegalTransition`].
    pub(crate) fn illegal_transition<W: Word>(
        resource: &'static str,
        (from, to): (W, W),
        legal: &[W],
    ) -> Self {
        let legal = legal.iter().map(|word| word.as_str()).collect();
        Self::IllegalTransition { resource, from: from.as_str(), to: to.as_str(), legal }
    }

    /// A [`MatchingError::Forbidden`].
    pub(crate) fn forbidden(detail: impl Into<String>) -> Self {
        Self::Forbidden { detail: detail.into() }
    }
}

impl From<Faults> for MatchingError {
    fn from(faults: Faults) -> Self {
        Self::Invalid(faults)
    }
}

impl From<StoreError> for MatchingError {
    /// A unique rule that was broken between a look and a write is the caller's conflict, not a failure.
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Duplicate(Unique::ExternalId) => Self::Conflict(Conflict {
                code: ConflictCode::ExternalIdTaken,
                detail: "another record of the organization has this external id".to_owned(),
                pointer: Some("/external_id"),
            }),
            StoreError::Duplicate(Unique::StandingApplication) => {
                Self::conflict(ConflictCode::AlreadyApplied, "the person has already applied to this posting")
            }
            StoreError::Duplicate(Unique::Mail) => Self::Conflict(Conflict {
                code: ConflictCode::MailTaken,
                detail: "another user logs in by this mail address".to_owned(),
                pointer: Some("/email"),
            }),
            StoreError::Duplicate(Unique::Engagement) => Self::conflict(
                ConflictCode::AlreadyEngaged,
                "the application has an engagement already, or the engagement a renewal",
            ),
            other => Self::Store(other),
        }
    }
}

/// Does an upsert, once more when somebody else made the record between the look and the write.
pub(crate) fn despite_race<T>(
    mut upsert: impl FnMut() -> Result<T, MatchingError>,
) -> Result<T, MatchingError> {
    match upsert() {
        Err(MatchingError::Conflict(Conflict { code: ConflictCode::ExternalIdTaken, .. })) => upsert(),
        done => done,
    }
}

/// The version a caller expects a record to have (its `If-Match`); `None` where it does not care.
pub type Expected = Option<i64>;

/// What an upsert did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upserted<T> {
    /// The record as it is now.
    pub record: T,
    /// Whether it was made just now.
    pub created: bool,
}

/// What replaces a record, and the version it is meant to replace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replacement<C> {
    /// What is written.
    pub content: C,
    /// Over which version.
    pub expected: Expected,
}

/// The refusal of a write over a record that somebody else changed at the same moment.
pub(crate) fn changed_meanwhile() -> MatchingError {
    MatchingError::conflict(
        ConflictCode::ChangedMeanwhile,
        "somebody else changed it at the same moment; try again",
    )
}

/// Refuses a version other than the expected one.
///
/// # Errors
/// [`MatchingError::VersionMismatch`].
pub(crate) fn check_version(expected: Expected, current: i64) -> Result<(), MatchingError> {
    match expected {
        Some(version) if version != current => Err(MatchingError::VersionMismatch { current }),
        _ => Ok(()),
    }
}
