//! The words of the letter, in both languages.

use domain::{
    AgreedReward, ApplicationStatus, CheckInKind, ContractForm, DateKind, DeclineReason, EncounterKind,
    EncounterMode, EncounterStatus, EngagementStatus, Feature, HandoverState, PostingStatus, ReadFirstReason,
    RewardKind, TaskKind, TermItem,
};

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
        ReadFirstReason::DueSoon => tongue.choose("期限まで二週間以内", "Due within two weeks"),
        ReadFirstReason::Decided => tongue.choose("選んだ理由", "Why this person"),
        ReadFirstReason::Promised => tongue.choose("約束したこと", "Promised"),
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
        TaskKind::EncounterToHold => tongue.choose(
            "面談を行う（行ったか中止したなら、そう記録する）",
            "Hold a meeting (or write down that it was held or cancelled)",
        ),
        TaskKind::EncounterUnanswered => {
            tongue.choose("面談のあとの返事をする", "Answer somebody who was met")
        }
        TaskKind::DecisionUnapproved => tongue.choose("決定の承認をもらう", "Have a decision approved"),
        TaskKind::NoticesUnsent => {
            tongue.choose("承認された決定の結果を応募者に送る", "Send the notices of an approved decision")
        }
        TaskKind::NoticeUndelivered => tongue.choose(
            "メールが届かなかった人に結果を別の方法で伝える",
            "Tell somebody by other means whom mail did not reach",
        ),
        TaskKind::OfferUntold => tongue.choose(
            "補欠から繰り上がった人に、内定を知らせる",
            "Tell somebody who has moved up from the waiting list that a place is offered",
        ),
        TaskKind::HandoverUnacknowledged => tongue.choose("引き継ぎを受領する", "Acknowledge a hand-over"),
    }
}

pub(super) fn date_word(kind: DateKind, tongue: Tongue) -> &'static str {
    match kind {
        DateKind::ApplicationsOpen => tongue.choose("募集開始", "Applications open"),
        DateKind::ApplicationsClose => tongue.choose("募集締切", "Applications close"),
        DateKind::WorkStarts => tongue.choose("案件に書かれた業務の初日", "First day of the work as posted"),
        DateKind::WorkEnds => tongue.choose("案件に書かれた業務の最終日", "Last day of the work as posted"),
        DateKind::Meeting => tongue.choose("面談・フィールドワーク", "Meeting"),
        DateKind::LogDue => tongue.choose("月次記録の期限", "Monthly log due"),
        DateKind::CheckInDue => tongue.choose("振り返り面談の目安", "Check-in due"),
        DateKind::NoticeBy => tongue.choose("終了・不更新の予告の期限", "Last day to tell of an end"),
        DateKind::EngagementEnds => tongue.choose("参画の最終日", "Last day of an engagement"),
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
        DeclineReason::SeatsFilled => tongue.choose("募集枠の充足", "seats filled"),
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

pub(super) fn feature_word(feature: Feature, tongue: Tongue) -> &'static str {
    match feature {
        Feature::Skill => tongue.choose("スキル", "skills"),
        Feature::Commitment => tongue.choose("稼働", "hours"),
        Feature::Place => tongue.choose("通いやすさ", "place"),
        Feature::Tie => tongue.choose("地域との縁", "tie"),
        Feature::Theme => tongue.choose("テーマ", "theme"),
        Feature::Reward => tongue.choose("報酬", "reward"),
    }
}

pub(super) fn meeting_word(kind: EncounterKind, tongue: Tongue) -> &'static str {
    match kind {
        EncounterKind::FieldWork => tongue.choose("フィールドワーク", "Field work"),
        EncounterKind::Dialogue => tongue.choose("対話", "Dialogue"),
        EncounterKind::Meeting => tongue.choose("面談", "Meeting"),
    }
}

pub(super) fn mode_word(mode: EncounterMode, tongue: Tongue) -> &'static str {
    match mode {
        EncounterMode::OnSite => tongue.choose("現地", "on site"),
        EncounterMode::Online => tongue.choose("オンライン", "online"),
    }
}

pub(super) fn meeting_status_word(status: EncounterStatus, tongue: Tongue) -> &'static str {
    match status {
        EncounterStatus::Planned => tongue.choose("予定", "planned"),
        EncounterStatus::Held => tongue.choose("実施ずみ", "held"),
        EncounterStatus::Cancelled => tongue.choose("中止", "cancelled"),
    }
}

pub(super) fn engagement_word(status: EngagementStatus, tongue: Tongue) -> &'static str {
    match status {
        EngagementStatus::Running => tongue.choose("参画中", "running"),
        EngagementStatus::Completed => tongue.choose("完了", "completed"),
        EngagementStatus::EndedEarly => tongue.choose("途中終了", "ended early"),
        EngagementStatus::Renewed => tongue.choose("更新", "renewed"),
        EngagementStatus::Converted => tongue.choose("移住・転職などへの発展", "grew into something else"),
    }
}

pub(super) fn form_word(form: ContractForm, tongue: Tongue) -> &'static str {
    match form {
        ContractForm::Employment => tongue.choose("雇用", "employment"),
        ContractForm::QuasiMandate => tongue.choose("準委任", "quasi-mandate"),
        ContractForm::WorkContract => tongue.choose("請負", "work contract"),
        ContractForm::FiscalYearStaff => tongue.choose("会計年度任用", "fiscal-year staff"),
        ContractForm::Commission => tongue.choose("委嘱・謝金", "commission with a fee"),
        ContractForm::ProBono => tongue.choose("プロボノ", "pro bono"),
    }
}

pub(super) fn check_in_word(kind: CheckInKind, tongue: Tongue) -> &'static str {
    match kind {
        CheckInKind::Month1 => tongue.choose("振り返り面談（1か月）", "check-in after a month"),
        CheckInKind::Month2 => tongue.choose("振り返り面談（2か月）", "check-in after two months"),
        CheckInKind::End => tongue.choose("振り返り面談（終了時）", "check-in at the end"),
        CheckInKind::Other => tongue.choose("振り返り面談", "check-in"),
    }
}

pub(super) fn item_word(item: TermItem, tongue: Tongue) -> &'static str {
    match item {
        TermItem::Work => tongue.choose("業務の内容", "the work"),
        TermItem::Due => tongue.choose("納期・提供日", "when it is due"),
        TermItem::Place => tongue.choose("場所", "the place"),
        TermItem::Inspection => tongue.choose("検査完了日", "the inspection"),
        TermItem::Reward => tongue.choose("報酬の額", "the reward"),
        TermItem::PayDay => tongue.choose("支払期日", "the day of payment"),
        TermItem::PayMethod => tongue.choose("支払方法", "the way of payment"),
        TermItem::Hours => tongue.choose("稼働時間", "the hours"),
    }
}

pub(super) fn reward_word(reward: AgreedReward, tongue: Tongue) -> String {
    let kind = match reward.kind {
        RewardKind::Hourly => tongue.choose("時給", "an hour"),
        RewardKind::Daily => tongue.choose("日当", "a day"),
        RewardKind::Monthly => tongue.choose("月額", "a month"),
        RewardKind::Fixed => tongue.choose("総額", "in all"),
        RewardKind::None => return tongue.choose("無報酬", "unpaid").to_owned(),
    };
    match (reward.yen, tongue) {
        (Some(yen), Tongue::Japanese) => format!("{kind} {yen} 円"),
        (Some(yen), Tongue::English) => format!("{yen} yen {kind}"),
        (None, Tongue::Japanese) => format!("{kind}（額は未定）"),
        (None, Tongue::English) => format!("paid {kind}, the amount is not agreed"),
    }
}

pub(super) fn posting_word(status: PostingStatus, tongue: Tongue) -> &'static str {
    match status {
        PostingStatus::Draft => tongue.choose("下書き", "draft"),
        PostingStatus::InReview => tongue.choose("公開を依頼", "in review"),
        PostingStatus::Published => tongue.choose("公開中", "published"),
        PostingStatus::Paused => tongue.choose("休止中", "paused"),
        PostingStatus::Closed => tongue.choose("締切", "closed"),
        PostingStatus::Filled => tongue.choose("採択ずみ", "filled"),
        PostingStatus::Unfilled => tongue.choose("採択なし", "unfilled"),
        PostingStatus::Withdrawn => tongue.choose("取り下げ", "withdrawn"),
    }
}
