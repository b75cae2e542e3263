//! What the rules have to say of an engagement's terms: a code for each thing that is missing or to be looked at.
//!
//! The rules are those of 2026-11. A warning says what to look at; its absence never says that all is well.

use chrono::NaiveDate;

use super::{EngagementTerms, TermItem, needs_notice};
use crate::fiscal_year::FiscalYear;
use crate::word::WordSet;
use crate::words;
use crate::work::ContractForm;

/// Days within which a freelancer is paid, the receipt being day 1 (フリーランス法 4条).
const PAY_DAYS: u16 = 60;
/// Hours a month that the notice of 2025-06-11 on side-jobs of public employees gives as a guide.
const PUBLIC_EMPLOYEE_HOURS: u16 = 30;

words! {
    /// A thing to look at, named after its rule.
    pub enum EngagementWarning {
        /// L-1 ② 委託をした日
        CommissionedOnMissing = "l1_commissioned_on_missing",
        /// L-1 ③ 業務の内容
        WorkMissing = "l1_work_missing",
        /// L-1 ④ 受領日・役務の提供を受ける日
        DueMissing = "l1_due_missing",
        /// L-1 ⑤ 場所
        PlaceMissing = "l1_place_missing",
        /// L-1 ⑦ 報酬の額
        RewardMissing = "l1_reward_missing",
        /// L-1 ⑧ 支払期日
        PayDayMissing = "l1_pay_day_missing",
        /// L-2 支払期日が60日を超える
        PaidTooLate = "l2_paid_after_60_days",
        /// L-5 6か月以上の業務: 30日前の予告
        NoticeNeeded = "l5_notice_needed",
        /// L-6 ハラスメントの相談窓口
        HarassmentContactMissing = "l6_harassment_contact_missing",
        /// G-1 公務員: 任命権者の許可
        PermissionMissing = "g1_permission_missing",
        /// G-1 公務員の無報酬の活動: 職務専念義務
        DutyOfDevotion = "g1_duty_of_devotion",
        /// G-2 公務員: 目安の時間を超える
        GuideHoursExceeded = "g2_guide_hours_exceeded",
        /// C-2 会計年度任用: 任期は会計年度の末日まで
        BeyondFiscalYear = "c2_beyond_fiscal_year",
    }
}

/// What of a person's main job the rules ask about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MainJobFacts {
    /// Whether the person is a public employee.
    pub is_public_employee: bool,
    /// Whether the main job has permitted the work.
    pub is_permitted: bool,
}

impl EngagementWarning {
    /// The rule it is of.
    pub fn rule(self) -> &'static str {
        match self {
            Self::CommissionedOnMissing
            | Self::WorkMissing
            | Self::DueMissing
            | Self::PlaceMissing
            | Self::RewardMissing
            | Self::PayDayMissing => "L-1",
            Self::PaidTooLate => "L-2",
            Self::NoticeNeeded => "L-5",
            Self::HarassmentContactMissing => "L-6",
            Self::PermissionMissing | Self::DutyOfDevotion => "G-1",
            Self::GuideHoursExceeded => "G-2",
            Self::BeyondFiscalYear => "C-2",
        }
    }

    /// What to look at, in Japanese.
    pub fn detail_ja(self) -> &'static str {
        match self {
            Self::CommissionedOnMissing => "委託をした日が書かれていません。",
            Self::WorkMissing => "業務の内容が書かれていません。",
            Self::DueMissing => "成果物を受け取る日、または役務の提供を受ける期間の末日が書かれていません。",
            Self::PlaceMissing => "業務の場所が書かれていません。",
            Self::RewardMissing => "報酬の額が書かれていません。",
            Self::PayDayMissing => "支払期日が書かれていません。",
            Self::PaidTooLate => "支払期日が、受領の日を1日目として60日を超えます。",
            Self::NoticeNeeded => {
                "6か月以上の業務です。途中で終える、または更新しないときは30日前までの予告が要ります。"
            }
            Self::HarassmentContactMissing => "ハラスメントの相談窓口が書かれていません。",
            Self::PermissionMissing => {
                "公務員の報酬のある兼業です。任命権者の許可を示すものが書かれていません。"
            }
            Self::DutyOfDevotion => {
                "公務員の無報酬の活動です。職務専念義務と、役員などの許可を確かめてください。"
            }
            Self::GuideHoursExceeded => "公務員の兼業の目安、月30時間を超えます。",
            Self::BeyondFiscalYear => "会計年度任用職員の任期が、始まる会計年度の末日（3月31日）を超えます。",
        }
    }

    /// The same in English.
    pub fn detail_en(self) -> &'static str {
        match self {
            Self::CommissionedOnMissing => "The day of the commission is not written.",
            Self::WorkMissing => "What is to be done is not written.",
            Self::DueMissing => "Neither the day of delivery nor the last day of the service is written.",
            Self::PlaceMissing => "The place of the work is not written.",
            Self::RewardMissing => "The amount of the reward is not written.",
            Self::PayDayMissing => "The day of payment is not written.",
            Self::PaidTooLate => "Payment is later than 60 days, the day of receipt being day 1.",
            Self::NoticeNeeded => {
                "The work takes six months or more: ending it early, or not renewing it, needs 30 days of notice."
            }
            Self::HarassmentContactMissing => "No contact for cases of harassment is written.",
            Self::PermissionMissing => {
                "A public employee is paid, and nothing is written that shows the permission of the appointing authority."
            }
            Self::DutyOfDevotion => {
                "A public employee works unpaid: look at the duty of devotion, and at permission for posts as an officer."
            }
            Self::GuideHoursExceeded => {
                "More than the 30 hours a month that are a guide for public employees."
            }
            Self::BeyondFiscalYear => {
                "The term of fiscal-year staff goes beyond 31 March of the fiscal year in which it starts."
            }
        }
    }
}

/// What there is to look at: of terms, of work that began on `first_on` (renewals included), for a person of this main job.
pub fn warnings(
    terms: &EngagementTerms,
    first_on: NaiveDate,
    main_job: MainJobFacts,
) -> WordSet<EngagementWarning> {
    let mut found = WordSet::default();
    if is_commission(terms.contract_form) {
        missing_items(terms).for_each(|warning| found.insert(warning));
        if terms.conditions.pay_within_days.is_some_and(|days| days > PAY_DAYS) {
            found.insert(EngagementWarning::PaidTooLate);
        }
        if terms.conditions.harassment_contact.is_none() {
            found.insert(EngagementWarning::HarassmentContactMissing);
        }
        if needs_notice(first_on, terms.ends_on) {
            found.insert(EngagementWarning::NoticeNeeded);
        }
    }
    if terms.contract_form == ContractForm::FiscalYearStaff
        && terms.ends_on.is_none_or(|ends| ends > FiscalYear::of_day(terms.starts_on).last_day())
    {
        found.insert(EngagementWarning::BeyondFiscalYear);
    }
    if main_job.is_public_employee {
        match terms.is_paid() {
            true if !main_job.is_permitted && terms.conditions.permission_evidence.is_none() => {
                found.insert(EngagementWarning::PermissionMissing);
            }
            true => {}
            false => found.insert(EngagementWarning::DutyOfDevotion),
        }
        if terms.hours_per_month.is_some_and(|hours| hours > PUBLIC_EMPLOYEE_HOURS) {
            found.insert(EngagementWarning::GuideHoursExceeded);
        }
    }
    found
}

impl EngagementTerms {
    /// Whether the work is paid, or nothing says that it is not.
    pub fn is_paid(&self) -> bool {
        match self.conditions.reward {
            Some(reward) => reward.is_paid(),
            None => self.contract_form != ContractForm::ProBono,
        }
    }
}

/// 業務委託: the forms that フリーランス法 is about.
fn is_commission(form: ContractForm) -> bool {
    match form {
        ContractForm::QuasiMandate | ContractForm::WorkContract => true,
        ContractForm::Employment
        | ContractForm::FiscalYearStaff
        | ContractForm::Commission
        | ContractForm::ProBono => false,
    }
}

/// The items of L-1 that are neither written nor said to be undecided.
fn missing_items(terms: &EngagementTerms) -> impl Iterator<Item = EngagementWarning> {
    let conditions = &terms.conditions;
    let has_amount = conditions.reward.is_some_and(|reward| !reward.is_paid() || reward.yen.is_some());
    let written = [
        (EngagementWarning::CommissionedOnMissing, conditions.commissioned_on.is_some(), None),
        (EngagementWarning::WorkMissing, conditions.work.is_some(), Some(TermItem::Work)),
        (
            EngagementWarning::DueMissing,
            conditions.due_on.is_some() || terms.ends_on.is_some(),
            Some(TermItem::Due),
        ),
        (EngagementWarning::PlaceMissing, conditions.place.is_some(), Some(TermItem::Place)),
        (EngagementWarning::RewardMissing, has_amount, Some(TermItem::Reward)),
        (
            EngagementWarning::PayDayMissing,
            conditions.pay_day.is_some() || !terms.is_paid(),
            Some(TermItem::PayDay),
        ),
    ];
    let open = written.map(|(warning, is_written, item)| {
        let is_open = item.is_some_and(|item| conditions.leaves_open(item));
        (!is_written && !is_open).then_some(warning)
    });
    open.into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::super::{AgreedReward, Conditions, UndecidedItem};
    use super::*;
    use crate::posting::RewardKind;
    use EngagementWarning as Warning;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn bare(contract_form: ContractForm) -> EngagementTerms {
        EngagementTerms {
            contract_form,
            starts_on: day("2026-04-01"),
            ends_on: Some(day("2026-09-29")),
            hours_per_month: Some(31),
            conditions: Conditions::default(),
        }
    }

    fn of(terms: &EngagementTerms, main_job: MainJobFacts) -> Vec<Warning> {
        warnings(terms, terms.starts_on, main_job).iter().collect()
    }

    #[test]
    fn a_commission_is_told_what_its_notice_lacks() {
        let private = MainJobFacts::default();
        let mut terms = bare(ContractForm::QuasiMandate);
        let lacking = [
            Warning::CommissionedOnMissing,
            Warning::WorkMissing,
            Warning::PlaceMissing,
            Warning::RewardMissing,
            Warning::PayDayMissing,
            Warning::HarassmentContactMissing,
        ];
        assert_eq!(of(&terms, private), lacking);
        terms.conditions = Conditions {
            commissioned_on: Some(day("2026-03-20")),
            work: Some("発信の設計".to_owned()),
            place: Some("遠隔".to_owned()),
            pay_day: Some("月末締め翌月25日払い".to_owned()),
            pay_within_days: Some(61),
            harassment_contact: Some("相談窓口".to_owned()),
            undecided: vec![UndecidedItem {
                item: TermItem::Reward,
                reason: "予算の議決待ち".to_owned(),
                expected_on: day("2026-04-10"),
            }],
            ..Conditions::default()
        };
        assert_eq!(of(&terms, private), [Warning::PaidTooLate]);
        terms.conditions.pay_within_days = Some(60);
        assert_eq!(of(&terms, private), []);
        assert_eq!(of(&bare(ContractForm::Employment), private), []);
    }

    #[test]
    fn long_work_needs_notice_also_when_it_was_renewed() {
        let terms = bare(ContractForm::WorkContract);
        let found = |first_on: &str| warnings(&terms, day(first_on), MainJobFacts::default());
        assert!(!found("2026-04-01").contains(Warning::NoticeNeeded));
        assert!(found("2026-03-30").contains(Warning::NoticeNeeded));
    }

    #[test]
    fn a_public_employee_needs_permission_for_pay() {
        let employee = MainJobFacts { is_public_employee: true, is_permitted: false };
        let mut terms = bare(ContractForm::Commission);
        assert_eq!(of(&terms, employee), [Warning::PermissionMissing, Warning::GuideHoursExceeded]);
        terms.hours_per_month = Some(30);
        assert_eq!(of(&terms, MainJobFacts { is_permitted: true, ..employee }), []);
        terms.conditions.permission_evidence = Some("許可 第12号".to_owned());
        assert_eq!(of(&terms, employee), []);
        terms.conditions.reward = Some(AgreedReward { kind: RewardKind::None, yen: None });
        assert_eq!(of(&terms, employee), [Warning::DutyOfDevotion]);
    }

    #[test]
    fn fiscal_year_staff_ends_in_march() {
        let mut terms = bare(ContractForm::FiscalYearStaff);
        terms.ends_on = Some(day("2027-03-31"));
        assert_eq!(of(&terms, MainJobFacts::default()), []);
        terms.ends_on = Some(day("2027-04-01"));
        assert_eq!(of(&terms, MainJobFacts::default()), [Warning::BeyondFiscalYear]);
    }
}
