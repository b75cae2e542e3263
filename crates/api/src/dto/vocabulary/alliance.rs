//! Words of what bodies do together.

use std::borrow::Cow;

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{PartialSchema, ToSchema};

use super::{NamedSchema, words_schema};

word_schemas! {
    /// How a body stands to an alliance: 招待中, 参加, 脱退.
    MembershipState = domain::MembershipState;
    /// What is passed: 人材, 案件.
    ReferralKind = domain::ReferralKind;
    /// What has become of a referral: 回答待ち, 受諾, 辞退, 取り下げ, 期限切れ, 終了.
    ReferralState = domain::ReferralState;
    /// Which way a referral went: 受信, 送信.
    ReferralDirection = matching::referrals::Direction;
    /// What has become of a proposal: 紹介中, 関心あり, 見送り, 応募に進んだ, 取り下げ.
    ProposalState = domain::ProposalState;
    /// How it stands with one person of a proposal.
    ProposedPersonState = domain::ProposedPersonState;
    /// Who may start from a template beside the body that wrote it.
    Sharing = domain::Sharing;
    /// What has become of a promise: 約束中, 果たした, 解いた.
    PromiseState = domain::PromiseState;
    /// How far a hand-over has come: 準備中, 送付ずみ, 受領ずみ.
    HandoverState = domain::HandoverState;
    /// The form of a hand-over.
    HandoverForm = crate::dto::handovers::HandoverForm;
    /// Why a successor reads something first.
    ReadFirstReason = domain::ReadFirstReason;
    /// What happens on a day ahead.
    DateKind = domain::DateKind;
    /// What is to be done.
    TaskKind = domain::TaskKind;
}
