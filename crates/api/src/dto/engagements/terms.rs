//! The terms of an engagement.

use chrono::NaiveDate;
use domain::{
    AgreedReward, Conditions, ContractForm, EngagementTerms, Faults, RewardKind, TermItem, UndecidedItem,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::dto::narrow::narrow;
use crate::dto::{RequestBody, vocabulary};
use crate::extract::reading::{List, Reading};

/// 報酬 as it was agreed.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AgreedRewardRequest {
    /// What the amount counts.
    #[schema(value_type = vocabulary::RewardKind, required)]
    pub kind: Option<RewardKind>,
    /// Yen; `null` for unpaid work, and where it is undecided.
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 100000000)]
    pub yen: Option<i64>,
}

/// An item that cannot be decided yet (フリーランス法 3条1項ただし書).
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UndecidedItemRequest {
    /// Which.
    #[schema(value_type = vocabulary::TermItem, required)]
    pub item: Option<TermItem>,
    /// Why not yet.
    #[schema(value_type = String, required, min_length = 1, max_length = 500)]
    pub reason: Option<String>,
    /// When it will be decided.
    #[schema(value_type = vocabulary::Date, required)]
    pub expected_on: Option<String>,
}

/// The terms, as a caller writes them. What フリーランス法 3条 wants told and is not written comes back as a warning.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({
    "contract_form": "quasi_mandate", "starts_on": "2021-09-01", "ends_on": "2021-11-30", "hours_per_month": 20,
    "commissioned_on": "2021-08-20", "work": "首都圏での販路の計画と、最初の3件の取引の支援", "due_on": null,
    "place": "遠隔。月に1度、塩尻市内の蔵", "inspected_by_on": null, "reward": {"kind": "monthly", "yen": 50000},
    "pay_day": "月末締め翌月25日払い", "pay_within_days": 56, "pay_method": "口座振込",
    "harassment_contact": "地域人事部 相談窓口", "permission_evidence": null, "undecided": []
})))]
pub struct EngagementTermsRequest {
    /// 契約の形.
    #[schema(value_type = vocabulary::ContractForm, required)]
    pub contract_form: Option<ContractForm>,
    /// First day, in Japan.
    #[schema(value_type = vocabulary::Date, required)]
    pub starts_on: Option<String>,
    /// Last day, in Japan; `null` = not agreed.
    #[schema(value_type = Option<vocabulary::Date>)]
    pub ends_on: Option<String>,
    /// Hours a month that are planned.
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 744)]
    pub hours_per_month: Option<i64>,
    /// 委託をした日.
    #[schema(value_type = Option<vocabulary::Date>)]
    pub commissioned_on: Option<String>,
    /// 業務の内容.
    #[schema(min_length = 1, max_length = 4000)]
    pub work: Option<String>,
    /// 成果物を受け取る日; for services the days of the engagement say it.
    #[schema(value_type = Option<vocabulary::Date>)]
    pub due_on: Option<String>,
    /// 場所.
    #[schema(min_length = 1, max_length = 500)]
    pub place: Option<String>,
    /// 検査完了日, where there is an inspection.
    #[schema(value_type = Option<vocabulary::Date>)]
    pub inspected_by_on: Option<String>,
    /// 報酬.
    pub reward: Option<AgreedRewardRequest>,
    /// 支払期日, a certain day such as 月末締め翌月25日払い.
    #[schema(min_length = 1, max_length = 500)]
    pub pay_day: Option<String>,
    /// The latest payment, in days from the receipt, which is day 1.
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 366)]
    pub pay_within_days: Option<i64>,
    /// 支払方法, where it is not cash.
    #[schema(min_length = 1, max_length = 500)]
    pub pay_method: Option<String>,
    /// ハラスメントの相談窓口.
    #[schema(min_length = 1, max_length = 500)]
    pub harassment_contact: Option<String>,
    /// 任命権者の許可: of a public employee, what shows the permission.
    #[schema(min_length = 1, max_length = 500)]
    pub permission_evidence: Option<String>,
    /// What cannot be decided yet.
    #[schema(value_type = Option<Vec<UndecidedItemRequest>>, max_items = 8)]
    pub undecided: List<UndecidedItemRequest>,
}

impl EngagementTermsRequest {
    /// The terms that stand at a pointer.
    pub(super) fn read(self, reading: &mut Reading<'_>, at: &str) -> EngagementTerms {
        let mut date =
            |name: &str, text: Option<String>| reading.date(&format!("{at}/{name}"), text.as_deref());
        let (starts_on, ends_on) = (date("starts_on", self.starts_on), date("ends_on", self.ends_on));
        let commissioned_on = date("commissioned_on", self.commissioned_on);
        let (due_on, inspected_by_on) =
            (date("due_on", self.due_on), date("inspected_by_on", self.inspected_by_on));
        EngagementTerms {
            // Stand-ins for what is missing or malformed; the fault is noted, so they are never used.
            contract_form: self.contract_form.unwrap_or(ContractForm::ProBono),
            starts_on: starts_on.unwrap_or(NaiveDate::MIN),
            ends_on,
            hours_per_month: narrow(self.hours_per_month),
            conditions: Conditions {
                commissioned_on,
                work: self.work,
                due_on,
                place: self.place,
                inspected_by_on,
                reward: self.reward.and_then(AgreedRewardRequest::read),
                pay_day: self.pay_day,
                pay_within_days: narrow(self.pay_within_days),
                pay_method: self.pay_method,
                harassment_contact: self.harassment_contact,
                permission_evidence: self.permission_evidence,
                undecided: reading.list(&format!("{at}/undecided"), self.undecided, |reading, at, item| {
                    item.read(reading, at)
                }),
            },
        }
    }
}

impl AgreedRewardRequest {
    fn read(self) -> Option<AgreedReward> {
        Some(AgreedReward { kind: self.kind?, yen: narrow(self.yen) })
    }
}

impl UndecidedItemRequest {
    fn read(self, reading: &mut Reading<'_>, at: &str) -> Option<UndecidedItem> {
        let expected_on = reading.date(&format!("{at}/expected_on"), self.expected_on.as_deref());
        Some(UndecidedItem { item: self.item?, reason: self.reason?, expected_on: expected_on? })
    }
}

impl RequestBody for EngagementTermsRequest {
    type Content = EngagementTerms;

    fn into_content(self, mut reading: Reading<'_>) -> Result<EngagementTerms, Faults> {
        let terms = self.read(&mut reading, "");
        reading.finish(terms.checked())
    }
}

/// 報酬 as it was agreed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AgreedReward)]
pub struct AgreedRewardResponse {
    /// What the amount counts.
    #[schema(value_type = vocabulary::RewardKind)]
    pub kind: RewardKind,
    /// Yen.
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 100000000)]
    pub yen: Option<u32>,
}

/// An item that cannot be decided yet.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = UndecidedItem)]
pub struct UndecidedItemResponse {
    /// Which.
    #[schema(value_type = vocabulary::TermItem)]
    pub item: TermItem,
    /// Why not yet.
    #[schema(max_length = 500)]
    pub reason: String,
    /// When it will be decided.
    #[schema(value_type = vocabulary::Date)]
    pub expected_on: NaiveDate,
}

/// The terms of an engagement.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EngagementTerms)]
pub struct EngagementTermsBody {
    /// 契約の形.
    #[schema(value_type = vocabulary::ContractForm)]
    pub contract_form: ContractForm,
    /// First day, in Japan.
    #[schema(value_type = vocabulary::Date)]
    pub starts_on: NaiveDate,
    /// Last day, in Japan; `null` = not agreed.
    #[schema(value_type = Option<vocabulary::Date>)]
    pub ends_on: Option<NaiveDate>,
    /// Hours a month that are planned.
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 744)]
    pub hours_per_month: Option<u16>,
    /// 委託をした日.
    #[schema(value_type = Option<vocabulary::Date>)]
    pub commissioned_on: Option<NaiveDate>,
    /// 業務の内容.
    #[schema(max_length = 4000)]
    pub work: Option<String>,
    /// 成果物を受け取る日.
    #[schema(value_type = Option<vocabulary::Date>)]
    pub due_on: Option<NaiveDate>,
    /// 場所.
    #[schema(max_length = 500)]
    pub place: Option<String>,
    /// 検査完了日.
    #[schema(value_type = Option<vocabulary::Date>)]
    pub inspected_by_on: Option<NaiveDate>,
    /// 報酬.
    pub reward: Option<AgreedRewardResponse>,
    /// 支払期日.
    #[schema(max_length = 500)]
    pub pay_day: Option<String>,
    /// The latest payment, in days from the receipt, which is day 1.
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 366)]
    pub pay_within_days: Option<u16>,
    /// 支払方法.
    #[schema(max_length = 500)]
    pub pay_method: Option<String>,
    /// ハラスメントの相談窓口.
    #[schema(max_length = 500)]
    pub harassment_contact: Option<String>,
    /// 任命権者の許可を示すもの.
    #[schema(max_length = 500)]
    pub permission_evidence: Option<String>,
    /// What cannot be decided yet.
    #[schema(max_items = 8)]
    pub undecided: Vec<UndecidedItemResponse>,
}

impl From<EngagementTerms> for EngagementTermsBody {
    fn from(terms: EngagementTerms) -> Self {
        let conditions = terms.conditions;
        let undecided = |item: UndecidedItem| UndecidedItemResponse {
            item: item.item,
            reason: item.reason,
            expected_on: item.expected_on,
        };
        Self {
            contract_form: terms.contract_form,
            starts_on: terms.starts_on,
            ends_on: terms.ends_on,
            hours_per_month: terms.hours_per_month,
            commissioned_on: conditions.commissioned_on,
            work: conditions.work,
            due_on: conditions.due_on,
            place: conditions.place,
            inspected_by_on: conditions.inspected_by_on,
            reward: conditions
                .reward
                .map(|reward| AgreedRewardResponse { kind: reward.kind, yen: reward.yen }),
            pay_day: conditions.pay_day,
            pay_within_days: conditions.pay_within_days,
            pay_method: conditions.pay_method,
            harassment_contact: conditions.harassment_contact,
            permission_evidence: conditions.permission_evidence,
            undecided: conditions.undecided.into_iter().map(undecided).collect(),
        }
    }
}
