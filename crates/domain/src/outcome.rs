//! 結果: what became of a person who was shown for a posting, so that every list can be judged later.

use crate::fault::{FaultCode, Faults};
use crate::id::{CandidateId, ExternalId, MatchRunId, OrganizationId, OutcomeEventId, PostingId};
use crate::limits;
use crate::timestamp::Timestamp;
use crate::words;

words! {
    /// What became of it.
    pub enum OutcomeKind {
        /// 閲覧: somebody looked at the person.
        Viewed = "viewed",
        /// 連絡
        Contacted = "contacted",
        /// 応募
        Applied = "applied",
        /// 見送り; the reason says why.
        Declined = "declined",
        /// 辞退
        Withdrawn = "withdrawn",
        /// 対話の場
        EncounterHeld = "encounter_held",
        /// 内定・承諾
        Accepted = "accepted",
        /// 契約・開始
        Engaged = "engaged",
        /// 完了
        Completed = "completed",
        /// 更新
        Renewed = "renewed",
        /// 移住・転職などへの発展
        Converted = "converted",
    }
}

/// What a body reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutcomeEventContent {
    /// The body's own id of the event: reported again, nothing is counted twice.
    pub event_id: ExternalId,
    /// What became of it.
    pub kind: OutcomeKind,
    /// For which posting.
    pub posting_id: PostingId,
    /// Of whom.
    pub candidate_id: CandidateId,
    /// The match run that produced the list.
    pub match_run_id: Option<MatchRunId>,
    /// The entity tag of the ranking that was the list.
    pub ranking_tag: Option<String>,
    /// Why, in the body's words; compulsory where it is declined.
    pub reason: Option<String>,
    /// When it happened.
    pub happened_at: Timestamp,
}

/// A reported outcome. Never changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutcomeEvent {
    /// Id.
    pub id: OutcomeEventId,
    /// The body that reported it.
    pub organization_id: OrganizationId,
    /// What was reported.
    pub content: OutcomeEventContent,
    /// Reported at.
    pub created_at: Timestamp,
}

/// How far the clock of whoever reports may be ahead, in seconds.
const AHEAD_SECONDS: i64 = 300;

impl OutcomeEventContent {
    /// The content when it has no faults at this instant.
    ///
    /// # Errors
    /// All of its faults.
    pub fn checked(self, now: Timestamp) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        limits::Text::new("/reason", limits::REMARK).optional(self.reason.as_deref(), &mut faults);
        if self.kind == OutcomeKind::Declined
            && self.reason.as_deref().is_none_or(|reason| reason.trim().is_empty())
        {
            faults.add("/reason", FaultCode::Contradiction, "say why it was declined");
        }
        if self.match_run_id.is_some() && self.ranking_tag.is_some() {
            let detail = "name the match run or the ranking that produced the list, not both";
            faults.add("/ranking_etag", FaultCode::Contradiction, detail);
        }
        if self.happened_at > now.plus_seconds(AHEAD_SECONDS) {
            faults.add("/happened_at", FaultCode::OutOfRange, "must not be in the future");
        }
        faults.guard(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_faults_are_told_at_once() {
        let now = Timestamp::from_micros(0).unwrap();
        let content = OutcomeEventContent {
            event_id: ExternalId::parse("e-1").unwrap(),
            kind: OutcomeKind::Declined,
            posting_id: PostingId::from_parts(0, [1; 10]),
            candidate_id: CandidateId::from_parts(0, [1; 10]),
            match_run_id: Some(MatchRunId::from_parts(0, [1; 10])),
            ranking_tag: Some("0123".to_owned()),
            reason: Some(" ".to_owned()),
            happened_at: now.plus_seconds(AHEAD_SECONDS + 1),
        };
        let faults = content.clone().checked(now).unwrap_err();
        let pointers: Vec<&str> = faults.as_slice().iter().map(|fault| fault.pointer.as_str()).collect();
        assert_eq!(pointers, ["/reason", "/ranking_etag", "/happened_at"]);
        let right = OutcomeEventContent {
            ranking_tag: None,
            reason: Some("日程が合わないため".to_owned()),
            happened_at: now,
            ..content
        };
        assert_eq!(right.clone().checked(now), Ok(right));
    }
}
