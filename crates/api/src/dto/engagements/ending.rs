//! How engagements end, and how they go on.

use chrono::NaiveDate;
use domain::{ConvertedTo, EndKind, EngagementEnd, FaultCode, Faults, NoticeException};
use matching::engagements::Renewal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::EngagementTermsRequest;
use crate::dto::{RequestBody, vocabulary};
use crate::extract::reading::Reading;

/// An end, as a caller writes it.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({
    "kind": "converted", "on": "2021-11-30", "reason": null, "converted_to": "hired", "notice_given_on": null,
    "exception": null
})))]
pub struct EngagementEndRequest {
    /// How it ended.
    #[schema(value_type = vocabulary::EndKind, required)]
    pub kind: Option<EndKind>,
    /// The last day, in Japan. Only an early end is written before it comes.
    #[schema(value_type = vocabulary::Date, required)]
    pub on: Option<String>,
    /// Why; compulsory for an early end.
    #[schema(max_length = 500)]
    pub reason: Option<String>,
    /// What it grew into; of a conversion alone.
    #[schema(value_type = Option<vocabulary::ConvertedTo>)]
    pub converted_to: Option<ConvertedTo>,
    /// The day on which the other side was told of an early end; today when absent.
    #[schema(value_type = Option<vocabulary::Date>)]
    pub notice_given_on: Option<String>,
    /// Why less than 30 days of notice were given for work of six months or more.
    #[schema(value_type = Option<vocabulary::NoticeException>)]
    pub exception: Option<NoticeException>,
}

impl RequestBody for EngagementEndRequest {
    type Content = EngagementEnd;

    fn into_content(self, mut reading: Reading<'_>) -> Result<EngagementEnd, Faults> {
        let on = reading.date("/on", self.on.as_deref());
        let notice_given_on = reading.date("/notice_given_on", self.notice_given_on.as_deref());
        // The use case knows which day it is, and checks the whole; a fault keeps stand-ins from being used.
        let end = EngagementEnd {
            kind: self.kind.unwrap_or(EndKind::Completed),
            on: on.unwrap_or(NaiveDate::MIN),
            reason: self.reason,
            converted_to: self.converted_to,
            notice_given_on,
            exception: self.exception,
        };
        reading.finish(Ok(end))
    }
}

/// How an engagement ended, or will.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EngagementEnd)]
pub struct EngagementEndResponse {
    /// How.
    #[schema(value_type = vocabulary::EndKind)]
    pub kind: EndKind,
    /// The last day, in Japan.
    #[schema(value_type = vocabulary::Date)]
    pub on: NaiveDate,
    /// Why.
    #[schema(max_length = 500)]
    pub reason: Option<String>,
    /// What it grew into.
    #[schema(value_type = Option<vocabulary::ConvertedTo>)]
    pub converted_to: Option<ConvertedTo>,
    /// The day on which the other side was told of an early end.
    #[schema(value_type = Option<vocabulary::Date>)]
    pub notice_given_on: Option<NaiveDate>,
    /// Why less notice was given than the rule asks.
    #[schema(value_type = Option<vocabulary::NoticeException>)]
    pub exception: Option<NoticeException>,
}

impl From<EngagementEnd> for EngagementEndResponse {
    fn from(end: EngagementEnd) -> Self {
        Self {
            kind: end.kind,
            on: end.on,
            reason: end.reason,
            converted_to: end.converted_to,
            notice_given_on: end.notice_given_on,
            exception: end.exception,
        }
    }
}

/// How an engagement goes on: on the same terms until another day, or on new ones.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"starts_on": null, "ends_on": "2022-03-31", "terms": null})))]
pub struct RenewalRequest {
    /// First day of the same terms; the day after the last one when absent.
    #[schema(value_type = Option<vocabulary::Date>)]
    pub starts_on: Option<String>,
    /// Last day of the same terms.
    #[schema(value_type = Option<vocabulary::Date>)]
    pub ends_on: Option<String>,
    /// New terms, with days of their own.
    pub terms: Option<EngagementTermsRequest>,
}

impl RequestBody for RenewalRequest {
    type Content = Renewal;

    fn into_content(self, mut reading: Reading<'_>) -> Result<Renewal, Faults> {
        let days = [("/starts_on", self.starts_on.is_some()), ("/ends_on", self.ends_on.is_some())];
        let starts_on = reading.date("/starts_on", self.starts_on.as_deref());
        let ends_on = reading.date("/ends_on", self.ends_on.as_deref());
        let Some(terms) = self.terms else {
            return reading.finish(Ok(Renewal::SameTerms { starts_on, ends_on }));
        };
        for (pointer, _) in days.into_iter().filter(|(_, stated)| *stated) {
            let detail = "new terms have days of their own: leave this out, or leave out `terms`";
            reading.fault(pointer, FaultCode::Contradiction, detail);
        }
        let terms = terms.read(&mut reading, "/terms");
        let checked = terms.checked().map_err(|found| {
            let mut faults = Faults::default();
            faults.extend_below("/terms", found);
            faults
        });
        reading.finish(checked.map(|terms| Renewal::NewTerms(Box::new(terms))))
    }
}
