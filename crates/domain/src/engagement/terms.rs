//! The terms of an engagement: its days and hours, and the 取引条件 that フリーランス法 3条 wants told in writing.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::fault::{FaultCode, Faults};
use crate::limits::{self, Text};
use crate::posting::{PostingTerms, Reward, RewardKind};
use crate::words;
use crate::work::ContractForm;

/// Days from the receipt of the work, counted as day 1, to the payment.
pub const PAY_WITHIN_DAYS: std::ops::RangeInclusive<i64> = 1..=366;
/// Hours a month: 31 days of 24.
const HOURS_PER_MONTH: std::ops::RangeInclusive<i64> = 0..=744;
/// Items that may be undecided: each once.
const UNDECIDED: usize = 8;

words! {
    /// 取引条件の項目: what is to be told at once, or told why it is not decided yet.
    pub enum TermItem {
        /// 業務の内容
        Work = "work",
        /// 給付を受領する日・役務の提供を受ける日
        Due = "due",
        /// 場所
        Place = "place",
        /// 検査完了日
        Inspection = "inspection",
        /// 報酬の額
        Reward = "reward",
        /// 支払期日
        PayDay = "pay_day",
        /// 支払方法
        PayMethod = "pay_method",
        /// 稼働時間
        Hours = "hours",
    }
}

/// An item that cannot be decided yet (フリーランス法 3条1項ただし書).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UndecidedItem {
    /// Which.
    pub item: TermItem,
    /// Why not yet.
    pub reason: String,
    /// When it will be decided.
    pub expected_on: NaiveDate,
}

/// 報酬 as it was agreed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgreedReward {
    /// What the amount counts.
    pub kind: RewardKind,
    /// Yen; `None` for unpaid work, and where it is undecided.
    pub yen: Option<u32>,
}

impl AgreedReward {
    /// Whether something is paid.
    pub fn is_paid(&self) -> bool {
        self.kind != RewardKind::None
    }
}

/// 取引条件 that nothing is searched by.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conditions {
    /// 委託をした日
    pub commissioned_on: Option<NaiveDate>,
    /// 業務の内容
    pub work: Option<String>,
    /// 成果物を受け取る日; for services the days of the engagement say it.
    pub due_on: Option<NaiveDate>,
    /// 場所
    pub place: Option<String>,
    /// 検査完了日, where there is an inspection.
    pub inspected_by_on: Option<NaiveDate>,
    /// 報酬
    pub reward: Option<AgreedReward>,
    /// 支払期日 in words, such as 月末締め翌月25日払い.
    pub pay_day: Option<String>,
    /// The latest payment, in days from the receipt, which is day 1.
    pub pay_within_days: Option<u16>,
    /// 支払方法, where it is not cash.
    pub pay_method: Option<String>,
    /// ハラスメントの相談窓口
    pub harassment_contact: Option<String>,
    /// 任命権者の許可: of a public employee, what shows the permission (a number, a day).
    pub permission_evidence: Option<String>,
    /// What cannot be decided yet.
    pub undecided: Vec<UndecidedItem>,
}

/// The terms of an engagement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EngagementTerms {
    /// 契約の形
    pub contract_form: ContractForm,
    /// First day, in Japan.
    pub starts_on: NaiveDate,
    /// Last day, in Japan; `None` = not agreed.
    pub ends_on: Option<NaiveDate>,
    /// Hours a month that are planned.
    pub hours_per_month: Option<u16>,
    /// Everything else.
    pub conditions: Conditions,
}

impl EngagementTerms {
    /// What a posting says of its work, for somebody who takes it up on this day. What it leaves open stays open, and is
    /// told as missing.
    pub fn of_posting(posting: &PostingTerms, taken_up_on: NaiveDate) -> Self {
        let starts_on = posting.starts_on.map_or(taken_up_on, |starts| starts.max(taken_up_on));
        let agreed = |reward: Reward| AgreedReward {
            kind: reward.kind,
            yen: reward.min_yen.filter(|least| reward.max_yen == Some(*least)),
        };
        Self {
            contract_form: posting.contract_form,
            starts_on,
            ends_on: posting.ends_on.filter(|ends| *ends >= starts_on),
            hours_per_month: None,
            conditions: Conditions { reward: posting.reward.map(agreed), ..Conditions::default() },
        }
    }

    /// The terms, within their limits and without contradictions.
    ///
    /// # Errors
    /// Every fault, with a pointer into the terms.
    pub fn checked(self) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        if self.ends_on.is_some_and(|ends| ends < self.starts_on) {
            faults.add("/ends_on", FaultCode::Contradiction, "must not be before starts_on");
        }
        if let Some(hours) = self.hours_per_month {
            limits::range("/hours_per_month", i64::from(hours), HOURS_PER_MONTH, &mut faults);
        }
        self.conditions.check(&mut faults);
        faults.guard(self)
    }
}

impl Conditions {
    fn check(&self, faults: &mut Faults) {
        for (pointer, text, most) in [
            ("/work", &self.work, limits::PROSE),
            ("/place", &self.place, limits::REMARK),
            ("/pay_day", &self.pay_day, limits::REMARK),
            ("/pay_method", &self.pay_method, limits::REMARK),
            ("/harassment_contact", &self.harassment_contact, limits::REMARK),
            ("/permission_evidence", &self.permission_evidence, limits::REMARK),
        ] {
            if let Some(text) = text {
                Text::new(pointer, most).required(text, faults);
            }
        }
        if let Some(days) = self.pay_within_days {
            limits::range("/pay_within_days", i64::from(days), PAY_WITHIN_DAYS, faults);
        }
        self.check_reward(faults);
        self.check_undecided(faults);
    }

    fn check_reward(&self, faults: &mut Faults) {
        let Some(reward) = self.reward else { return };
        if let Some(yen) = reward.yen {
            limits::range("/reward/yen", i64::from(yen), limits::YEN, faults);
        }
        if !reward.is_paid() && reward.yen.is_some_and(|yen| yen > 0) {
            let detail = "unpaid work has no amount: leave yen null, or name another kind";
            faults.add("/reward/yen", FaultCode::Contradiction, detail);
        }
    }

    fn check_undecided(&self, faults: &mut Faults) {
        limits::count("/undecided", self.undecided.len(), UNDECIDED, faults);
        for (index, undecided) in self.undecided.iter().enumerate() {
            let at = format!("/undecided/{index}");
            Text::new(&format!("{at}/reason"), limits::REMARK).required(&undecided.reason, faults);
            if self.undecided[..index].iter().any(|before| before.item == undecided.item) {
                faults.add(format!("{at}/item"), FaultCode::Duplicate, "is named twice");
            }
        }
    }

    /// Whether an item is said to be undecided.
    pub fn leaves_open(&self, item: TermItem) -> bool {
        self.undecided.iter().any(|undecided| undecided.item == item)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_faults_are_told_at_once() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let open = |reason: &str| UndecidedItem {
            item: TermItem::Reward,
            reason: reason.to_owned(),
            expected_on: day("2026-05-01"),
        };
        let terms = EngagementTerms {
            contract_form: ContractForm::ProBono,
            starts_on: day("2026-04-02"),
            ends_on: Some(day("2026-04-01")),
            hours_per_month: Some(745),
            conditions: Conditions {
                work: Some(" ".to_owned()),
                reward: Some(AgreedReward { kind: RewardKind::None, yen: Some(1) }),
                pay_within_days: Some(0),
                undecided: vec![open("予算の議決待ち"), open("")],
                ..Conditions::default()
            },
        };
        let faults = terms.checked().unwrap_err();
        let pointers: Vec<&str> = faults.as_slice().iter().map(|fault| fault.pointer.as_str()).collect();
        let expected = [
            "/ends_on",
            "/hours_per_month",
            "/work",
            "/pay_within_days",
            "/reward/yen",
            "/undecided/1/reason",
            "/undecided/1/item",
        ];
        assert_eq!(pointers, expected);
    }
}
