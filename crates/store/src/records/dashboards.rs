//! Counts of what a body has done between two instants.

use std::collections::HashMap;

use domain::{ApplicationStatus, OrganizationId, PostingStatus, Timestamp};

use super::id_lists;
use crate::transaction::on_backend;
use crate::vocabulary::{number, word};
use crate::{StoreError, Tx};

/// What a body has done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BodyCounts {
    /// Postings made, by status.
    pub postings: Vec<(PostingStatus, u64)>,
    /// Applications to its postings, by status.
    pub applications: Vec<(ApplicationStatus, u64)>,
    /// People who made them, each once.
    pub applicants: u64,
    /// Microseconds from each application that was answered to the first answer.
    pub waits: Vec<i64>,
    /// Referrals made.
    pub referrals_sent: u64,
    /// Referrals that came.
    pub referrals_received: u64,
    /// Of these, those that it accepted.
    pub referrals_accepted: u64,
}

impl Tx<'_> {
    /// Counts what a body has done from the first instant on and before the second.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn count_of_body(
        &mut self,
        body: OrganizationId,
        (from, until): (Timestamp, Timestamp),
    ) -> Result<BodyCounts, StoreError> {
        let (body, span) = (body.to_string(), (from.micros(), until.micros()));
        let mut counts = BodyCounts::default();
        for (status, count) in on_backend!(self, dashboards::postings(&body, span))? {
            counts.postings.push((word("postings.status", &status)?, number("a count", count)?));
        }
        for (status, count) in on_backend!(self, dashboards::applications(&body, span))? {
            counts.applications.push((word("applications.status", &status)?, number("a count", count)?));
        }
        counts.applicants = number("a count", on_backend!(self, dashboards::applicants(&body, span))?)?;
        let arrivals: HashMap<String, i64> =
            on_backend!(self, dashboards::arrivals(&body, span))?.into_iter().collect();
        for ids in id_lists(&arrivals.keys().collect::<Vec<_>>()) {
            for (id, answered) in on_backend!(self, dashboards::answers(&ids))? {
                let came = arrivals.get(&id).copied();
                counts.waits.extend(answered.zip(came).map(|(answered, came)| answered - came));
            }
        }
        counts.referrals_sent =
            number("a count", on_backend!(self, dashboards::referrals_sent(&body, span))?)?;
        let (received, accepted) = on_backend!(self, dashboards::referrals_received(&body, span))?;
        counts.referrals_received = number("a count", received)?;
        counts.referrals_accepted = number("a count", accepted)?;
        Ok(counts)
    }
}
