//! The words of the letter, in both languages.

use domain::{ApplicationStatus, DateKind, DeclineReason, HandoverState, ReadFirstReason, TaskKind};

/// A language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tongue {
    Japanese,
    English,
}

impl Tongue {
    pub(super) fn choose<'a>(self, japanese: &'a str, english: &'a str) -> &'a str {
        match self {
            Self::Japanese => japanese,
            Self::English => english,
        }
    }
}

pub(super) fn state_word(state: HandoverState, tongue: Tongue) -> &'static str {
    match state {
        HandoverState::Draft => tongue.choose("準備中", "being prepared"),
        HandoverState::Sent => tongue.choose("送付ずみ", "sent"),
        HandoverState::Acknowledged => tongue.choose("受領ずみ", "acknowledged"),
    }
}

pub(super) fn reason_word(reason: ReadFirstReason, tongue: Tongue) -> &'static str {
    match reason {
        ReadFirstReason::Overdue => tongue.choose("期限を過ぎている", "Overdue"),
        ReadFirstReason::DueSoon => tongue.choose("二週間以内に期限", "Due within two weeks"),
        ReadFirstReason::Decided => tongue.choose("選んだ理由", "Why this person"),
        ReadFirstReason::Promised => tongue.choose("約束している", "Promised"),
        ReadFirstReason::Open => tongue.choose("まだ終わっていない", "Still open"),
    }
}

pub(super) fn task_word(kind: TaskKind, tongue: Tongue) -> &'static str {
    match kind {
        TaskKind::PromiseDue => tongue.choose("約束を果たす", "Keep a promise"),
        TaskKind::StageDue => tongue.choose("応募の段階を進める", "Move an application on"),
        TaskKind::PostingUndecided => {
            tongue.choose("締め切った案件を決める", "Decide a posting that has closed")
        }
        TaskKind::ReferralUnanswered => tongue.choose("引き合わせに答える", "Answer a referral"),
        TaskKind::ProposalUnanswered => tongue.choose("紹介に答える", "Answer a proposal"),
        TaskKind::ProposalToAccept => {
            tongue.choose("紹介した人に応募を確かめる", "Ask people of a proposal to apply")
        }
        TaskKind::HandoverUnacknowledged => tongue.choose("引き継ぎを受領する", "Acknowledge a hand-over"),
    }
}

pub(super) fn date_word(kind: DateKind, tongue: Tongue) -> &'static str {
    match kind {
        DateKind::ApplicationsOpen => tongue.choose("募集開始", "Applications open"),
        DateKind::ApplicationsClose => tongue.choose("募集締切", "Applications close"),
        DateKind::WorkStarts => tongue.choose("業務開始", "Work starts"),
        DateKind::WorkEnds => tongue.choose("業務終了", "Work ends"),
        DateKind::ProgramEnds => tongue.choose("事業終了", "The programme ends"),
        DateKind::RightsMove => tongue.choose("担当の交代", "Responsibility moves"),
    }
}

pub(super) fn status_word(status: ApplicationStatus, tongue: Tongue) -> &'static str {
    match status {
        ApplicationStatus::Submitted => tongue.choose("応募ずみ", "submitted"),
        ApplicationStatus::Screening => tongue.choose("書類確認", "screening"),
        ApplicationStatus::Encounter => tongue.choose("面談・フィールドワーク", "encounter"),
        ApplicationStatus::Interview => tongue.choose("面接", "interview"),
        ApplicationStatus::Offered => tongue.choose("内定の打診", "offered"),
        ApplicationStatus::Accepted => tongue.choose("承諾", "accepted"),
        ApplicationStatus::Engaged => tongue.choose("参画", "engaged"),
        ApplicationStatus::Declined => tongue.choose("見送り", "declined"),
        ApplicationStatus::Withdrawn => tongue.choose("取り下げ", "withdrawn"),
        ApplicationStatus::Expired => tongue.choose("期限切れ", "expired"),
        ApplicationStatus::Redirected => tongue.choose("別の案件を案内", "redirected"),
    }
}

pub(super) fn category_word(reason: DeclineReason, tongue: Tongue) -> &'static str {
    match reason {
        DeclineReason::SeatsFilled => tongue.choose("枠が埋まった", "seats filled"),
        DeclineReason::SkillsElsewhere => tongue.choose("求めるスキルの重なり", "skills elsewhere"),
        DeclineReason::Hours => tongue.choose("稼働時間", "hours"),
        DeclineReason::Period => tongue.choose("期間", "period"),
        DeclineReason::Place => tongue.choose("場所・働き方", "place"),
        DeclineReason::Timing => tongue.choose("時期", "timing"),
        DeclineReason::Terms => tongue.choose("条件・報酬", "terms"),
        DeclineReason::PostingEnded => tongue.choose("募集の取りやめ", "posting ended"),
        DeclineReason::OtherFit => tongue.choose("別の候補との組み合わせ", "other fit"),
        DeclineReason::PersonDeclined => tongue.choose("本人の辞退", "the person declined"),
    }
}
