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

/// One move of an application.
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
