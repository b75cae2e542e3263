//! Every kind of problem with its stable word, its status and what to do about it: the table of `problems.md`.

use actix_web::http::StatusCode;
use domain::Word;
use matching::ConflictCode;

domain::words! {
    /// A kind of problem other than a conflict of state, whose kinds are the codes of the use cases.
    pub enum PlainKind {
        /// Something about the request other than its body.
        MalformedRequest = "malformed_request",
        /// The body is no JSON.
        MalformedJson = "malformed_json",
        /// No key, or one that does not open anything.
        Unauthenticated = "unauthenticated",
        /// The key lacks a scope.
        MissingScope = "missing_scope",
        /// Visible, but not the caller's to do this with.
        Forbidden = "forbidden",
        /// No such thing, or not visible.
        NotFound = "not_found",
        /// No such path.
        UnknownRoute = "unknown_route",
        /// The path does not take this method.
        MethodNotAllowed = "method_not_allowed",
        /// The body did not arrive in time.
        BodyTimeout = "body_timeout",
        /// The status cannot follow the present one.
        IllegalTransition = "illegal_transition",
        /// A request with the same idempotency key is under way.
        IdempotencyInProgress = "idempotency_in_progress",
        /// `If-Match` names another version.
        VersionMismatch = "version_mismatch",
        /// The body is too large.
        BodyTooLarge = "body_too_large",
        /// The path or query is too long.
        UriTooLong = "uri_too_long",
        /// The body is of a type that is not taken here.
        UnsupportedMediaType = "unsupported_media_type",
        /// Fields or parameters are wrong.
        ValidationFailed = "validation_failed",
        /// The idempotency key was sent with another request.
        IdempotencyKeyReused = "idempotency_key_reused",
        /// Too many requests with one key.
        RateLimited = "rate_limited",
        /// The head is too large.
        HeadersTooLarge = "headers_too_large",
        /// Any other refusal by the HTTP layer.
        Refused = "refused",
        /// A fault of the server.
        InternalError = "internal_error",
        /// The pool is being loaded.
        NotReady = "not_ready",
        /// Too much at once.
        Busy = "busy",
        /// The database cannot be reached or written.
        StorageUnavailable = "storage_unavailable",
    }
}

/// A kind of problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProblemKind {
    /// Of the request, the caller or the server.
    Plain(PlainKind),
    /// A contradiction with the present state.
    Conflict(ConflictCode),
}

/// What is said of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KindText {
    /// HTTP status.
    pub status: StatusCode,
    /// The kind in a few words.
    pub title: &'static str,
    /// What a caller does about it.
    pub remedy: &'static str,
}

impl ProblemKind {
    /// Every kind, in the order of the table.
    pub fn all() -> impl Iterator<Item = Self> {
        let plain = PlainKind::ALL.iter().copied().map(Self::Plain);
        plain.chain(ConflictCode::ALL.iter().copied().map(Self::Conflict))
    }

    /// The stable word.
    pub fn code(self) -> &'static str {
        match self {
            Self::Plain(kind) => kind.as_str(),
            Self::Conflict(code) => code.as_str(),
        }
    }

    /// The stable URN.
    pub fn urn(self) -> String {
        format!("urn:tsumugi:problem:{}", self.code().replace('_', "-"))
    }

    /// HTTP status.
    pub fn status(self) -> StatusCode {
        self.text().status
    }

    /// Status, title and remedy.
    pub fn text(self) -> KindText {
        match self {
            Self::Plain(kind) => plain(kind),
            Self::Conflict(code) => conflict(code),
        }
    }
}

fn plain(kind: PlainKind) -> KindText {
    use PlainKind as K;
    let (status, title, remedy) = match kind {
        K::MalformedRequest => {
            (400, "Malformed request", "Repair the header, path or query that `detail` names.")
        }
        K::MalformedJson => {
            (400, "Malformed JSON", "Repair the JSON at the line and column that `detail` names.")
        }
        K::Unauthenticated => (
            401,
            "Not authenticated",
            "Send `Authorization: Bearer <key>` with a key that is neither expired nor revoked.",
        ),
        K::MissingScope => (403, "Scope missing", "Use a key with the scope that `detail` names."),
        K::Forbidden => {
            (403, "Not allowed", "Ask the body that `detail` names; with this key it cannot be done.")
        }
        K::NotFound => (
            404,
            "Not found",
            "Check the id. What another organization owns and has not opened answers the same.",
        ),
        K::UnknownRoute => (404, "No such path", "Check the path against `/openapi.json`."),
        K::MethodNotAllowed => (405, "Method not allowed", "Use one of the methods in the header `Allow`."),
        K::BodyTimeout => {
            (408, "Body not received in time", "Send the request again, the body without long pauses.")
        }
        K::IllegalTransition => {
            (409, "Illegal transition", "Move it to one of the statuses in `legal` instead.")
        }
        K::IdempotencyInProgress => (
            409,
            "Under way",
            "Wait as long as `Retry-After` says and send the same request again: it gets the same answer.",
        ),
        K::VersionMismatch => (
            412,
            "Changed meanwhile",
            "Read it again, apply the change to what is there now, and send the new `ETag` as `If-Match`.",
        ),
        K::BodyTooLarge => (413, "Body too large", "Send less at once."),
        K::UriTooLong => (414, "Path or query too long", "Send a shorter path and query."),
        K::UnsupportedMediaType => (415, "Media type not taken", "Send the media type that `detail` names."),
        K::ValidationFailed => (
            422,
            "Validation failed",
            "Repair every field and parameter listed in `errors`; nothing was stored.",
        ),
        K::IdempotencyKeyReused => (
            422,
            "Idempotency key used before",
            "Send each thing to be made with a key of its own, and repeat a request without changing it.",
        ),
        K::RateLimited => (429, "Too many requests", "Wait as long as `Retry-After` says."),
        K::HeadersTooLarge => (431, "Headers too large", "Send fewer or shorter headers."),
        K::Refused => (400, "Refused", "See `detail` and `status`."),
        K::InternalError => {
            (500, "Internal error", "Try again; if it stays, tell the operator the `request_id`.")
        }
        K::NotReady => {
            (503, "Being loaded", "Wait as long as `Retry-After` says; `/readyz` tells when all is loaded.")
        }
        K::Busy => (503, "Busy", "Wait as long as `Retry-After` says and try again."),
        K::StorageUnavailable => (
            503,
            "Storage unavailable",
            "Wait as long as `Retry-After` says and try again; `detail` tells whether anything was stored.",
        ),
    };
    text(status, title, remedy)
}

#[expect(
    clippy::too_many_lines,
    reason = "a table: three lines a kind, and the compiler sees that none is missing"
)]
fn conflict(code: ConflictCode) -> KindText {
    use ConflictCode as C;
    let (title, remedy) = match code {
        C::ExternalIdTaken => (
            "External id taken",
            "Use another external id, or `PUT …/by-external-id/{external_id}` to replace the record.",
        ),
        C::AlreadyApplied => ("Already applied", "Nothing to do: the person's application stands."),
        C::NotSent => ("Not sent yet", "Wait until the predecessor has sent it."),
        C::AlreadyReferred => ("Already referred", "Wait for the answer, or end that referral first."),
        C::ConsentMissing => {
            ("Consent missing", "Ask the person by way of the body that registered them, then try again.")
        }
        C::NotWanted => ("Not wanted", "Read the proposal: `people` tells whose application is waited for."),
        C::AlreadyMember => ("Already a member", "Nothing to do: the body is in, or is asked to join."),
        C::PostingNotPublished => ("Posting not published", "Apply once it is published."),
        C::WindowNotOpen => ("Window not open yet", "Apply from `application_opens_at` on."),
        C::WindowClosed => ("Window closed", "The application window has ended; look for another posting."),
        C::MeetingNotHeld => (
            "Meeting not held yet",
            "Write down the meeting that was held (`POST /encounters`), then move the application.",
        ),
        C::PendingCapReached => (
            "Too many open applications",
            "Withdraw one of the person's open applications in the round, or wait until one is decided.",
        ),
        C::NoSeatLeft => (
            "No seat left",
            "Raise the posting's `seats`, or wait until one falls free: `PUT /postings/{id}/waiting-list`.",
        ),
        C::RoundPublished => {
            ("Round published", "Amend it: `POST /rounds/{id}/amendments` with what changes and why.")
        }
        C::RoundNotPublished => (
            "Round in preparation",
            "Publish the round first: `POST /rounds/{id}/transitions`; while it is in preparation, change it with `PUT`.",
        ),
        C::EventFull => ("Event full", "Raise the event's `capacity`, or wait until somebody stays away."),
        C::InUse => ("Still referred to", "Remove what refers to it first; `detail` says what."),
        C::AlreadyEngaged => (
            "Already engaged",
            "Nothing to do: the application has its engagement; what follows it is a renewal.",
        ),
        C::NoticeTooShort => (
            "Notice too short",
            "Name a day at least 30 days after the notice, or the exception that applies.",
        ),
        C::PermissionMissing => (
            "Permission missing",
            "Write what shows the permission into `terms.permission_evidence`, or note it in the person's main job.",
        ),
        C::NoLastDay => ("No last day", "Agree on a last day first: `PUT /engagements/{id}/terms`."),
        C::AlreadyEnded => ("Already ended", "It cannot be changed any more; make a new one."),
        C::KeyInUse => ("Key in use", "Revoke this key with another one."),
        C::WebhookDisabled => ("Webhook disabled", "Enable it first: `POST /webhooks/{id}/enable`."),
        C::EventReported => (
            "Event reported before",
            "Report what is new under an event id of its own; what was reported cannot be changed.",
        ),
        C::MailTaken => {
            ("Mail address taken", "Use another mail address: a user of this server logs in by this one.")
        }
        C::NothingToUndo => {
            ("Nothing to undo", "Nothing to do: all that you marked on this posting is undone.")
        }
        C::NobodyBelowTheCut => (
            "Nobody below the cut",
            "Nothing to do: every applicant has a place, is shortlisted, or is kept out by a condition.",
        ),
        C::Full => ("No place left", "Wait until a place is free, or raise `capacity`."),
        C::AlreadyEnrolled => {
            ("Already enrolled", "Nothing to do: the person takes the course or has completed it.")
        }
        C::AlreadyAnswered => ("Already answered", "Nothing to do: the answers were taken."),
        C::NotResident => (
            "Not a resident",
            "Choose a course that is open to where the person lives; `detail` says who may take this one.",
        ),
        C::DecisionSettled => ("Decision settled", "Propose a new decision."),
        C::DecisionNotApproved => (
            "Decision not approved",
            "Have it approved by a second person, or decide anew, and preview then.",
        ),
        C::DecisionOutdated => ("Decision outdated", "Decide anew, so that nobody is left without a word."),
        C::PreviewOutdated => ("Preview outdated", "Preview again, look at it, and send the new `digest`."),
        C::NoticesSent => {
            ("Notices sent", "What was sent stays; put it right with `POST /notices/{id}/correction`.")
        }
        C::ChangedMeanwhile => ("Changed at the same moment", "Read it again and repeat the change."),
    };
    text(409, title, remedy)
}

fn text(status: u16, title: &'static str, remedy: &'static str) -> KindText {
    let status = StatusCode::from_u16(status).expect("the numbers above are HTTP statuses");
    KindText { status, title, remedy }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The row of a kind in `problems.md`.
    fn row(kind: ProblemKind) -> String {
        let text = kind.text();
        format!(
            "| {} | [`{}`](../docs/problems/{}.md) | `{}` | {} | {} |",
            text.status.as_u16(),
            kind.code(),
            kind.code().replace('_', "-"),
            kind.urn(),
            text.title,
            text.remedy
        )
    }

    #[test]
    fn the_written_table_has_every_kind_and_no_other() {
        let written = include_str!("../../../../api-spec/problems.md");
        let mut rows: Vec<String> = ProblemKind::all().map(row).collect();
        for row in &rows {
            assert!(written.lines().any(|line| line == row), "api-spec/problems.md lacks this line:\n{row}");
        }
        let mut found: Vec<String> =
            written.lines().filter(|line| line.contains("urn:tsumugi:problem:")).map(str::to_owned).collect();
        found.retain(|line| line.starts_with('|'));
        rows.sort();
        found.sort();
        assert_eq!(found, rows);
    }
}
