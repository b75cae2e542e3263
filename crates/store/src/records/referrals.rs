//! Referrals.

use diesel::prelude::*;
use domain::{
    CandidateId, OrganizationId, Page, PageRequest, PostingId, Referral, ReferralId, ReferralKind,
    ReferralState, ReferralSubject, Timestamp, Word,
};

use super::{Part, page};
use crate::schema::referrals;
use crate::transaction::on_backend;
use crate::vocabulary::{corrupt, instant, instant_if, joined, parsed, parsed_if, word, words};
use crate::{StoreError, Tx};

/// Which referrals a list has; all of it must be met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferralFilter {
    /// From or to this body.
    pub body: OrganizationId,
    /// From this body alone.
    pub from: Option<OrganizationId>,
    /// To this body alone.
    pub to: Option<OrganizationId>,
    /// Of this kind alone.
    pub kind: Option<ReferralKind>,
    /// In this state alone, at the instant.
    pub state: Option<(ReferralState, Timestamp)>,
}

/// A filter as queries take it.
pub(crate) struct ReferralSieve {
    pub(crate) body: String,
    pub(crate) from: Option<String>,
    pub(crate) to: Option<String>,
    pub(crate) kind: Option<&'static str>,
    pub(crate) state: Option<&'static str>,
    pub(crate) open_at: Option<i64>,
    pub(crate) expired_at: Option<i64>,
}

impl From<&ReferralFilter> for ReferralSieve {
    fn from(filter: &ReferralFilter) -> Self {
        let (state, open_at, expired_at) = match filter.state {
            Some((ReferralState::Open, at)) => (Some(ReferralState::Open), Some(at.micros()), None),
            Some((ReferralState::Expired, at)) => (Some(ReferralState::Open), None, Some(at.micros())),
            Some((state, _)) => (Some(state), None, None),
            None => (None, None, None),
        };
        Self {
            body: filter.body.to_string(),
            from: filter.from.map(|id| id.to_string()),
            to: filter.to.map(|id| id.to_string()),
            kind: filter.kind.map(Word::as_str),
            state: state.map(Word::as_str),
            open_at,
            expired_at,
        }
    }
}

/// A referral as it is stored.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = referrals, treat_none_as_null = true, treat_none_as_default_value = false)]
pub(crate) struct ReferralRow {
    pub(crate) id: String,
    organization_id: String,
    to_organization_id: String,
    version: i64,
    created_at: i64,
    updated_at: i64,
    kind: String,
    candidate_id: Option<String>,
    posting_id: Option<String>,
    previous_id: Option<String>,
    items: String,
    reason: String,
    message: Option<String>,
    state: String,
    expires_at: i64,
    answered_at: Option<i64>,
    answer_reason: Option<String>,
    ended_at: Option<i64>,
    end_reason: Option<String>,
}

impl From<&Referral> for ReferralRow {
    fn from(referral: &Referral) -> Self {
        Self {
            id: referral.id.to_string(),
            organization_id: referral.organization_id.to_string(),
            to_organization_id: referral.to_organization_id.to_string(),
            version: referral.version,
            created_at: referral.created_at.micros(),
            updated_at: referral.updated_at.micros(),
            kind: referral.subject.kind().to_string(),
            candidate_id: referral.subject.candidate().map(|id| id.to_string()),
            posting_id: referral.subject.posting().map(|id| id.to_string()),
            previous_id: referral.previous_id.map(|id| id.to_string()),
            items: joined(referral.items.iter()),
            reason: referral.reason.clone(),
            message: referral.message.clone(),
            state: referral.state.to_string(),
            expires_at: referral.expires_at.micros(),
            answered_at: referral.answered_at.map(Timestamp::micros),
            answer_reason: referral.answer_reason.clone(),
            ended_at: referral.ended_at.map(Timestamp::micros),
            end_reason: referral.end_reason.clone(),
        }
    }
}

impl TryFrom<ReferralRow> for Referral {
    type Error = StoreError;

    fn try_from(row: ReferralRow) -> Result<Self, StoreError> {
        let body = OrganizationId::parse;
        let candidate = parsed_if("referrals.candidate_id", row.candidate_id.as_deref(), CandidateId::parse)?;
        let posting = parsed_if("referrals.posting_id", row.posting_id.as_deref(), PostingId::parse)?;
        let subject = match (candidate, posting) {
            (Some(id), None) => ReferralSubject::Candidate(id),
            (None, Some(id)) => ReferralSubject::Posting(id),
            _ => return Err(corrupt("referrals.kind", row.kind)),
        };
        Ok(Self {
            id: parsed("referrals.id", &row.id, ReferralId::parse)?,
            organization_id: parsed("referrals.organization_id", &row.organization_id, body)?,
            to_organization_id: parsed("referrals.to_organization_id", &row.to_organization_id, body)?,
            version: row.version,
            created_at: instant("referrals.created_at", row.created_at)?,
            updated_at: instant("referrals.updated_at", row.updated_at)?,
            subject,
            previous_id: parsed_if("referrals.previous_id", row.previous_id.as_deref(), ReferralId::parse)?,
            items: words("referrals.items", &row.items)?,
            reason: row.reason,
            message: row.message,
            state: word("referrals.state", &row.state)?,
            expires_at: instant("referrals.expires_at", row.expires_at)?,
            answered_at: instant_if("referrals.answered_at", row.answered_at)?,
            answer_reason: row.answer_reason,
            ended_at: instant_if("referrals.ended_at", row.ended_at)?,
            end_reason: row.end_reason,
        })
    }
}

/// A posting that was referred to a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReferredPosting {
    /// Which.
    pub posting_id: PostingId,
    /// Since when the body acts on it; `None` = it can still answer.
    pub accepted_at: Option<Timestamp>,
}

impl Tx<'_> {
    /// Keeps a new referral.
    ///
    /// # Errors
    /// [`StoreError::Dangling`] when a body, the person or the posting is not there.
    pub fn insert_referral(&mut self, referral: &Referral) -> Result<(), StoreError> {
        let row = ReferralRow::from(referral);
        on_backend!(self, referrals::insert(&row))
    }

    /// Replaces a referral; `false` when it is not there in the expected version.
    ///
    /// # Errors
    /// As [`Tx::insert_referral`].
    pub fn update_referral(
        &mut self,
        referral: &Referral,
        expected_version: i64,
    ) -> Result<bool, StoreError> {
        let row = ReferralRow::from(referral);
        on_backend!(self, referrals::update(&row, expected_version))
    }

    /// The referral of an id.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_referral(&mut self, id: ReferralId) -> Result<Option<Referral>, StoreError> {
        let row = on_backend!(self, referrals::find(&id.to_string(), self.hold))?;
        row.map(Referral::try_from).transpose()
    }

    /// Referrals from or to a body.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_referrals(
        &mut self,
        filter: &ReferralFilter,
        request: &PageRequest<ReferralId>,
    ) -> Result<Page<Referral>, StoreError> {
        let sieve = ReferralSieve::from(filter);
        let rows = on_backend!(self, referrals::list(&sieve, &Part::of(request)))?;
        page(rows, request, Referral::try_from)
    }

    /// The referrals of one person or posting that are open, even if late, or accepted; to whomever, oldest first.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_standing_referrals(&mut self, subject: ReferralSubject) -> Result<Vec<Referral>, StoreError> {
        let candidate = subject.candidate().map(|id| id.to_string());
        let posting = subject.posting().map(|id| id.to_string());
        let which = (candidate.as_deref(), posting.as_deref());
        let rows = on_backend!(self, referrals::list_standing(which))?;
        rows.into_iter().map(Referral::try_from).collect()
    }

    /// The postings that were referred to a body and that it has accepted, or can still answer at an instant.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_referred_postings(
        &mut self,
        body: OrganizationId,
        at: Timestamp,
    ) -> Result<Vec<ReferredPosting>, StoreError> {
        let rows = on_backend!(self, referrals::list_postings(&body.to_string()))?;
        let mut found = Vec::with_capacity(rows.len());
        for (posting, state, answered_at, expires_at) in rows {
            let posting_id = parsed("referrals.posting_id", &posting.unwrap_or_default(), PostingId::parse)?;
            let is_accepted = word::<ReferralState>("referrals.state", &state)? == ReferralState::Accepted;
            let answered_at = instant_if("referrals.answered_at", answered_at)?;
            if is_accepted || at.micros() <= expires_at {
                found.push(ReferredPosting { posting_id, accepted_at: answered_at.filter(|_| is_accepted) });
            }
        }
        Ok(found)
    }
}
