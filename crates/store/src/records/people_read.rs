//! Whose data a key or a user was shown, read out of the audit log.

use std::collections::BTreeMap;

use domain::{
    Bearer, CandidateId, OrganizationId, Page, PageRequest, PersonRead, Shown, Timestamp, Word, WordSet,
};
use serde_json::Value;

use super::AuditEventRow;
use super::{Part, page};
use crate::transaction::on_backend;
use crate::vocabulary::{corrupt, instant, parsed};
use crate::{StoreError, Tx};

/// For so many microseconds a line speaks that says until when it does.
const SPAN_MICROS: i64 = 3600 * 1_000_000;

/// Whose reading is meant, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadingFilter {
    /// For which organization the key or user acted.
    pub organization_id: OrganizationId,
    /// Who read.
    pub bearer: Bearer,
    /// What was shown at this instant or later.
    pub from: Option<Timestamp>,
    /// What was shown before this instant.
    pub until: Option<Timestamp>,
}

/// The filter as a query takes it.
pub(crate) struct ReadingSieve {
    pub(crate) organization: String,
    pub(crate) api_key: Option<String>,
    pub(crate) user: Option<String>,
    pub(crate) from: i64,
    /// A line that speaks for a while counts when it began after this.
    pub(crate) from_of_spans: i64,
    pub(crate) until: i64,
}

impl From<&ReadingFilter> for ReadingSieve {
    fn from(filter: &ReadingFilter) -> Self {
        let (api_key, user) = match filter.bearer {
            Bearer::Key(id) => (Some(id.to_string()), None),
            Bearer::User(id) => (None, Some(id.to_string())),
        };
        let from = filter.from.map_or(i64::MIN, Timestamp::micros);
        Self {
            organization: filter.organization_id.to_string(),
            api_key,
            user,
            from,
            from_of_spans: from.saturating_sub(SPAN_MICROS),
            until: filter.until.map_or(i64::MAX, Timestamp::micros),
        }
    }
}

impl Tx<'_> {
    /// Those whose data somebody was shown, in ascending order of id.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_people_read(
        &mut self,
        filter: &ReadingFilter,
        request: &PageRequest<CandidateId>,
    ) -> Result<Page<PersonRead>, StoreError> {
        let sieve = ReadingSieve::from(filter);
        let ids = on_backend!(self, people_read::ids(&sieve, &Part::of(request)))?;
        let ids: Page<String> = page(ids, request, Ok)?;
        let rows = on_backend!(self, people_read::lines(&sieve, &ids.items))?;
        let mut people: BTreeMap<CandidateId, PersonRead> = BTreeMap::new();
        for row in rows {
            let (id, at, shown) = read(&row)?;
            let organization_id = parsed(
                "audit_events.subject_organization_id",
                &row.subject_organization_id,
                OrganizationId::parse,
            )?;
            let person = people.entry(id).or_insert_with(|| PersonRead {
                candidate_id: id,
                organization_id,
                shown: WordSet::default(),
                first_at: at,
                last_at: at,
            });
            person.shown.insert(shown);
            person.first_at = person.first_at.min(at);
            person.last_at = person.last_at.max(at);
        }
        Ok(Page { items: people.into_values().collect(), has_more: ids.has_more })
    }
}

/// Of whom a line tells, when, and what was shown. Lines without a word tell of whole records.
fn read(row: &AuditEventRow) -> Result<(CandidateId, Timestamp, Shown), StoreError> {
    let id = parsed("audit_events.resource_id", &row.resource_id, CandidateId::parse)?;
    let at = instant("audit_events.at", row.at)?;
    let detail: Value =
        serde_json::from_str(&row.detail).map_err(|_| corrupt("audit_events.detail", &row.detail))?;
    let shown = match detail.get("shown").and_then(Value::as_str) {
        None => Shown::Record,
        Some(word) => Shown::parse(word).ok_or_else(|| corrupt("audit_events.detail", &row.detail))?,
    };
    Ok((id, at, shown))
}
