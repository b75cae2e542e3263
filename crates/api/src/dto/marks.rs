//! 印: 候補・保留・見送り.

use domain::{ApplicationId, CandidateId, Faults, Mark, MarkAct, MarkContent, Timestamp};
use matching::marks::{MarkCounts, MarkSheet, MarkedPerson, ShownMark, Undone};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::authors::AuthorResponse;
use super::{RequestBody, vocabulary};
use crate::extract::reading::Reading;

/// A mark, as a marker writes it.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"mark": "held", "reason": "稼働できる曜日を確かめてから"})))]
pub struct MarkRequest {
    /// 候補, 保留 or 見送り.
    #[schema(value_type = vocabulary::Mark, required)]
    pub mark: Option<Mark>,
    /// Why. It is the person's personal data and is disclosed to them on request.
    #[schema(value_type = Option<vocabulary::Remark>)]
    pub reason: Option<String>,
}

impl RequestBody for MarkRequest {
    type Content = MarkContent;

    fn into_content(self, reading: Reading<'_>) -> Result<MarkContent, Faults> {
        // A missing mark is a fault already, which keeps this one from ever being used.
        let content = MarkContent { mark: self.mark.unwrap_or(Mark::Held), reason: self.reason };
        reading.finish(content.checked())
    }
}

/// 印: what somebody thinks of a person for the posting. It tells nobody anything.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = GivenMark)]
pub struct MarkResponse {
    /// On whom.
    #[schema(value_type = vocabulary::Uuid)]
    pub candidate_id: CandidateId,
    /// 候補, 保留 or 見送り.
    #[schema(value_type = vocabulary::Mark)]
    pub mark: Mark,
    /// Why.
    #[schema(max_length = 500)]
    pub reason: Option<String>,
    /// By whom.
    pub marker: AuthorResponse,
    /// When.
    #[schema(value_type = vocabulary::Instant)]
    pub at: Timestamp,
}

impl From<ShownMark> for MarkResponse {
    fn from(shown: ShownMark) -> Self {
        Self {
            candidate_id: shown.event.candidate_id,
            mark: shown.content.mark,
            reason: shown.content.reason,
            marker: (shown.event.organization_id, shown.event.author).into(),
            at: shown.event.at,
        }
    }
}

/// What an undo took back.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = UndoneMark)]
pub struct UndoneMarkResponse {
    /// On whom the act was.
    #[schema(value_type = vocabulary::Uuid)]
    pub candidate_id: CandidateId,
    /// The mark that the act had set; `null` where it had taken one away.
    #[schema(value_type = Option<vocabulary::Mark>)]
    pub undone: Option<Mark>,
    /// When the act was.
    #[schema(value_type = vocabulary::Instant)]
    pub undone_from: Timestamp,
    /// The caller's mark on the person now.
    pub now: Option<MarkResponse>,
}

impl From<Undone> for UndoneMarkResponse {
    fn from(undo: Undone) -> Self {
        Self {
            candidate_id: undo.undone.candidate_id,
            undone: match undo.undone.act {
                MarkAct::Marked(content) => Some(content.mark),
                MarkAct::Cleared | MarkAct::Undone(_) => None,
            },
            undone_from: undo.undone.at,
            now: undo.now.map(Into::into),
        }
    }
}

/// How the caller has marked the people of a posting.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MarkCounts)]
pub struct MarkCountsResponse {
    /// 未確認: applicants not marked yet.
    #[schema(value_type = i64, minimum = 0, maximum = 1000000000)]
    pub unreviewed: u64,
    /// 候補.
    #[schema(value_type = i64, minimum = 0, maximum = 1000000000)]
    pub shortlisted: u64,
    /// 保留.
    #[schema(value_type = i64, minimum = 0, maximum = 1000000000)]
    pub held: u64,
    /// 見送り.
    #[schema(value_type = i64, minimum = 0, maximum = 1000000000)]
    pub declined: u64,
}

impl From<MarkCounts> for MarkCountsResponse {
    fn from(counts: MarkCounts) -> Self {
        let MarkCounts { unreviewed, shortlisted, held, declined } = counts;
        Self { unreviewed, shortlisted, held, declined }
    }
}

/// A person with the marks on them.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MarkedPerson)]
pub struct MarkedPersonResponse {
    /// Who.
    #[schema(value_type = vocabulary::Uuid)]
    pub candidate_id: CandidateId,
    /// The name; `null` where the identity is not open, or is not shown while reading without names.
    #[schema(max_length = 100)]
    pub display_name: Option<String>,
    /// A short reference for reading aloud.
    #[schema(value_type = vocabulary::Reference)]
    pub reference: String,
    /// The person's application to the posting; `null` where none stands.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub application_id: Option<ApplicationId>,
    /// The caller's own mark.
    pub own: Option<MarkResponse>,
    /// The marks of the others; `null` until the caller has marked the person, so that nobody reads with another's eyes.
    #[schema(max_items = 1000)]
    pub others: Option<Vec<MarkResponse>>,
}

impl From<MarkedPerson> for MarkedPersonResponse {
    fn from(person: MarkedPerson) -> Self {
        Self {
            candidate_id: person.candidate_id,
            display_name: person.label.display_name,
            reference: person.label.reference,
            application_id: person.application_id,
            own: person.own.map(Into::into),
            others: person.others.map(|others| others.into_iter().map(Into::into).collect()),
        }
    }
}

/// The people of a posting with the marks on them.
#[derive(Debug, Serialize, ToSchema)]
pub struct MarkPage {
    /// How the caller has marked all of them, whatever this page shows.
    pub counts: MarkCountsResponse,
    /// By id of the person.
    #[schema(max_items = 200)]
    pub items: Vec<MarkedPersonResponse>,
    /// Opens the next page; `null` on the last one.
    #[schema(value_type = Option<vocabulary::Cursor>)]
    pub next_cursor: Option<String>,
}

impl MarkPage {
    /// The page of a sheet; `next_cursor` opens the next one.
    pub fn of(sheet: MarkSheet, next_cursor: Option<String>) -> Self {
        let items = sheet.page.items.into_iter().map(Into::into).collect();
        Self { counts: sheet.counts.into(), items, next_cursor }
    }
}
