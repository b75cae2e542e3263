//! The history of an application: every move, by whom and why. Never changed, only added to.

use super::ApplicationStatus;
use crate::id::{ApiKeyId, ApplicationId, OrganizationId, PostingId, UserId};
use crate::timestamp::Timestamp;
use crate::words;

words! {
    /// 見送りの理由: a category that may be shown to the person. None of them tells of other people.
    pub enum DeclineReason {
        /// 枠が埋まった
        SeatsFilled = "seats_filled",
        /// 求めるスキルの重なり
        SkillsElsewhere = "skills_elsewhere",
        /// 稼働時間
        Hours = "hours",
        /// 期間
        Period = "period",
        /// 場所・働き方
        Place = "place",
        /// 時期
        Timing = "timing",
        /// 条件・報酬
        Terms = "terms",
        /// 募集そのものの取りやめ
        PostingEnded = "posting_ended",
        /// 別の候補との組み合わせ
        OtherFit = "other_fit",
        /// 本人の辞退
        PersonDeclined = "person_declined",
    }
}

words! {
    /// Who moved an application.
    pub enum Mover {
        /// Those who manage the posting.
        Manager = "manager",
        /// The body that registered the person.
        ApplicantBody = "applicant_body",
        /// The person, on their own page.
        Person = "person",
        /// Nobody: the time was up, or the next on the waiting list moved up.
        System = "system",
    }
}

/// One line of the history of an application: a move, or more time for the stage (`from` and `to` are the same then).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApplicationMove {
    /// Of which application.
    pub application_id: ApplicationId,
    /// The version that the application has since; later moves have higher ones.
    pub version: i64,
    /// Where from; `None` when it was submitted.
    pub from: Option<ApplicationStatus>,
    /// Where to.
    pub to: ApplicationStatus,
    /// When.
    pub at: Timestamp,
    /// When the stage is to end since then.
    pub due_at: Option<Timestamp>,
    /// Who, as a side.
    pub mover: Mover,
    /// The body that acted; `None` for the system.
    pub organization_id: Option<OrganizationId>,
    /// The user who acted.
    pub user_id: Option<UserId>,
    /// The key that acted.
    pub api_key_id: Option<ApiKeyId>,
    /// Why, in the words of the side that moved it; for that side alone.
    pub reason: Option<String>,
    /// Why, in a word that is safe to show.
    pub reason_category: Option<DeclineReason>,
    /// Where the person was pointed to.
    pub redirected_to: Option<PostingId>,
}

/// A time spent in one stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StageSpan {
    /// The stage.
    pub status: ApplicationStatus,
    /// Since when.
    pub entered_at: Timestamp,
    /// Until when; `None` while it lasts.
    pub left_at: Option<Timestamp>,
}

impl StageSpan {
    /// The stages that a history went through, in their order; each is left when the next one is entered.
    pub fn of_history(moves: &[ApplicationMove]) -> Vec<Self> {
        let mut spans: Vec<Self> = Vec::new();
        for step in moves.iter().filter(|step| step.from != Some(step.to)) {
            if let Some(last) = spans.last_mut() {
                last.left_at = Some(step.at);
            }
            spans.push(Self { status: step.to, entered_at: step.at, left_at: None });
        }
        spans
    }

    /// Whole seconds in the stage, until `now` while it lasts.
    pub fn seconds(&self, now: Timestamp) -> i64 {
        (self.left_at.unwrap_or(now).micros() - self.entered_at.micros()).max(0) / 1_000_000
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ApplicationStatus as S;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_micros(seconds * 1_000_000).unwrap()
    }

    fn step(from: Option<S>, to: S, seconds: i64) -> ApplicationMove {
        ApplicationMove {
            application_id: ApplicationId::from_parts(1, [1; 10]),
            version: seconds,
            from,
            to,
            at: at(seconds),
            due_at: None,
            mover: Mover::Manager,
            organization_id: None,
            user_id: None,
            api_key_id: None,
            reason: None,
            reason_category: None,
            redirected_to: None,
        }
    }

    #[test]
    fn a_stage_lasts_until_the_next_one_and_more_time_is_no_new_stage() {
        let history = [
            step(None, S::Submitted, 0),
            step(Some(S::Submitted), S::Screening, 10),
            step(Some(S::Screening), S::Screening, 15),
            step(Some(S::Screening), S::Declined, 40),
        ];
        let spans = StageSpan::of_history(&history);
        let told: Vec<(S, i64)> = spans.iter().map(|span| (span.status, span.seconds(at(100)))).collect();
        assert_eq!(told, [(S::Submitted, 10), (S::Screening, 30), (S::Declined, 60)]);
        assert!(StageSpan::of_history(&[]).is_empty());
    }
}
