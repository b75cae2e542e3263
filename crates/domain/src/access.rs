//! Who acts: keys, their scopes, and the actor of a request.

use crate::id::{ApiKeyId, OrganizationId, UserId};
use crate::timestamp::Timestamp;
use crate::word::WordSet;
use crate::words;

words! {
    /// What a key may do, within its organization.
    pub enum Scope {
        /// Everything, keys and registering organizations included.
        Admin = "admin",
        /// Read the directory of organizations.
        OrganizationsRead = "organizations:read",
        /// Register and change organizations.
        OrganizationsWrite = "organizations:write",
        /// Read agreements.
        AgreementsRead = "agreements:read",
        /// Make and end agreements.
        AgreementsWrite = "agreements:write",
        /// Read postings.
        PostingsRead = "postings:read",
        /// Write postings and move their status.
        PostingsWrite = "postings:write",
        /// Read candidates and their consents.
        CandidatesRead = "candidates:read",
        /// Write candidates and their consents.
        CandidatesWrite = "candidates:write",
        /// Read applications.
        ApplicationsRead = "applications:read",
        /// Apply and withdraw.
        ApplicationsWrite = "applications:write",
        /// Rank and explain.
        MatchesRead = "matches:read",
        /// Start and cancel match runs.
        MatchesWrite = "matches:write",
        /// Read reported outcomes.
        OutcomesRead = "outcomes:read",
        /// Report outcomes.
        OutcomesWrite = "outcomes:write",
        /// Follow the changes.
        ChangesRead = "changes:read",
        /// Read webhooks and how deliveries went.
        WebhooksRead = "webhooks:read",
        /// Make, change, try and replay webhooks.
        WebhooksWrite = "webhooks:write",
        /// Read the audit log.
        AuditRead = "audit:read",
        /// Read programs, rounds, events, region groups.
        ProgramsRead = "programs:read",
        /// Write programs, rounds, events and who attended.
        ProgramsWrite = "programs:write",
        /// Read marks, notes, encounters, decisions.
        SelectionsRead = "selections:read",
        /// Move applications, mark, note, meet, propose decisions.
        SelectionsWrite = "selections:write",
        /// Approve or refuse a proposed decision as the second person.
        DecisionsApprove = "decisions:approve",
        /// Read notices and their previews.
        NoticesRead = "notices:read",
        /// Send notices; write their templates.
        NoticesSend = "notices:send",
        /// Read engagements with their logs.
        EngagementsRead = "engagements:read",
        /// Make, log, renew and end engagements.
        EngagementsWrite = "engagements:write",
        /// Read alliances, referrals, proposals, shared templates.
        AlliancesRead = "alliances:read",
        /// Join alliances, refer, propose, share templates.
        AlliancesWrite = "alliances:write",
        /// Read hand-overs, promises and tasks.
        HandoversRead = "handovers:read",
        /// Write hand-overs, promises and tasks.
        HandoversWrite = "handovers:write",
        /// Read cohorts, courses, enrollments.
        PreparationRead = "preparation:read",
        /// Write cohorts, courses, enrollments.
        PreparationWrite = "preparation:write",
        /// Read surveys and their results.
        SurveysRead = "surveys:read",
        /// Write surveys, take answers in.
        SurveysWrite = "surveys:write",
        /// Read reports: aggregates only.
        ReportsRead = "reports:read",
        /// Read the users of the organization.
        UsersRead = "users:read",
        /// Invite, change and disable users.
        UsersWrite = "users:write",
    }
}

/// A key as it is stored: the key itself is never kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKey {
    /// Id.
    pub id: ApiKeyId,
    /// Whose.
    pub organization_id: OrganizationId,
    /// What for, in the owner's words.
    pub name: String,
    /// The first characters, to recognise it by.
    pub prefix: String,
    /// SHA-256 of the whole key, lower-case hex.
    pub hash: String,
    /// What it may do.
    pub scopes: WordSet<Scope>,
    /// Grows by one with each change.
    pub version: i64,
    /// Made at.
    pub created_at: Timestamp,
    /// From this instant on it is refused.
    pub expires_at: Option<Timestamp>,
    /// Revoked at.
    pub revoked_at: Option<Timestamp>,
    /// When it opened something last, to the hour; not part of the version.
    pub last_used_at: Option<Timestamp>,
}

impl ApiKey {
    /// Whether it opens anything at an instant.
    pub fn is_valid_at(&self, at: Timestamp) -> bool {
        self.revoked_at.is_none_or(|revoked| at < revoked)
            && self.expires_at.is_none_or(|expires| at < expires)
    }
}

/// Who asks: every use case takes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The organization in whose name it happens.
    pub organization_id: OrganizationId,
    /// The key; `None` for a user who has logged in, and for the operator at the command line.
    pub api_key_id: Option<ApiKeyId>,
    /// The user who has logged in; `None` for a key and for the operator.
    pub user_id: Option<UserId>,
    /// What the key may do, or the user's roles let them do.
    pub scopes: WordSet<Scope>,
    /// The request, for the audit log.
    pub request_id: String,
}

/// Who bears a request: a key, or a user who has logged in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bearer {
    /// A key.
    Key(ApiKeyId),
    /// A user.
    User(UserId),
}

impl Actor {
    /// Who bears the request; nobody but the operator comes without.
    pub fn bearer(&self) -> Option<Bearer> {
        self.user_id.map(Bearer::User).or(self.api_key_id.map(Bearer::Key))
    }

    /// Whether the actor has a scope (`admin` has all).
    pub fn may(&self, scope: Scope) -> bool {
        self.scopes.contains(Scope::Admin) || self.scopes.contains(scope)
    }
}
