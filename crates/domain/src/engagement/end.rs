//! The end of an engagement: completed, early, or grown into something else; and the notice that an early end needs.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::fault::{FaultCode, Faults};
use crate::limits::{self, Text};
use crate::words;

/// Days of notice before an early end of long work (フリーランス法 16条1項).
pub const NOTICE_DAYS: i64 = 30;

words! {
    /// How an engagement ended; a renewal is no end that anybody writes.
    pub enum EndKind {
        /// 完了
        Completed = "completed",
        /// 途中終了
        EndedEarly = "ended_early",
        /// 移住・転職などへの発展
        Converted = "converted",
    }
}

words! {
    /// What it grew into.
    pub enum ConvertedTo {
        /// 移住
        Moved = "moved",
        /// 雇用
        Hired = "hired",
        /// 起業
        OwnBusiness = "own_business",
        /// そのほか
        Other = "other",
    }
}

words! {
    /// Why 30 days of notice were not given (フリーランス法 16条1項ただし書, 施行規則 4条), or needed not be.
    pub enum NoticeException {
        /// 災害その他やむを得ない事由
        Disaster = "disaster",
        /// 元委託が解除された
        UpstreamCancelled = "upstream_cancelled",
        /// 基本契約のもとの30日以下の個別契約
        ShortOrder = "short_order",
        /// 本人の責めに帰すべき事由
        PersonAtFault = "person_at_fault",
        /// 本人の事情で3か月以上業務がない
        SuspendedThreeMonths = "suspended_three_months",
        /// 本人からの申し出
        PersonRequest = "person_request",
        /// 双方の合意
        MutualAgreement = "mutual_agreement",
    }
}

/// How an engagement ended, or will.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EngagementEnd {
    /// How.
    pub kind: EndKind,
    /// The last day, in Japan.
    pub on: NaiveDate,
    /// Why; compulsory for an early end.
    pub reason: Option<String>,
    /// What it grew into; of a conversion alone.
    pub converted_to: Option<ConvertedTo>,
    /// The day on which the other side was told of an early end.
    pub notice_given_on: Option<NaiveDate>,
    /// Why less notice was given than the rule asks.
    pub exception: Option<NoticeException>,
}

impl EngagementEnd {
    /// The end, within its limits and without contradictions; `today` is the day it is written down.
    ///
    /// # Errors
    /// Every fault, with a pointer.
    pub fn checked(self, today: NaiveDate) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        Text::new("/reason", limits::REMARK).optional(self.reason.as_deref(), &mut faults);
        let has_reason = self.reason.as_deref().is_some_and(|reason| !reason.trim().is_empty());
        if self.kind == EndKind::EndedEarly && !has_reason {
            faults.add("/reason", FaultCode::Needed, "say why it ends early");
        }
        match (self.kind == EndKind::Converted, self.converted_to.is_some()) {
            (true, false) => {
                faults.add("/converted_to", FaultCode::Needed, "say what it has grown into");
            }
            (false, true) => {
                let detail = "is only said of an end of the kind `converted`";
                faults.add("/converted_to", FaultCode::Contradiction, detail);
            }
            (true, true) | (false, false) => {}
        }
        if self.kind != EndKind::EndedEarly {
            let told = [
                ("/notice_given_on", self.notice_given_on.is_some()),
                ("/exception", self.exception.is_some()),
            ];
            for (pointer, _) in told.into_iter().filter(|(_, told)| *told) {
                let detail = "is only said of an end of the kind `ended_early`";
                faults.add(pointer, FaultCode::Contradiction, detail);
            }
        }
        if self.notice_given_on.is_some_and(|told| told > today) {
            faults.add("/notice_given_on", FaultCode::OutOfRange, "must not be in the future");
        }
        if self.kind != EndKind::EndedEarly && self.on > today {
            let detail = "must not be in the future: only an early end is told before it comes";
            faults.add("/on", FaultCode::OutOfRange, detail);
        }
        faults.guard(self)
    }

    /// Days between the notice (that of `today` when none is named) and the end.
    pub fn days_of_notice(&self, today: NaiveDate) -> i64 {
        self.on.signed_duration_since(self.notice_given_on.unwrap_or(today)).num_days()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn an_end_says_what_its_kind_asks_and_nothing_else() {
        let end = EngagementEnd {
            kind: EndKind::EndedEarly,
            on: day("2026-07-31"),
            reason: None,
            converted_to: Some(ConvertedTo::Moved),
            notice_given_on: Some(day("2026-07-02")),
            exception: None,
        };
        let today = day("2026-07-01");
        let pointers = |end: EngagementEnd| {
            let faults = end.checked(today).unwrap_err();
            faults.as_slice().iter().map(|fault| fault.pointer.clone()).collect::<Vec<_>>()
        };
        assert_eq!(pointers(end.clone()), ["/reason", "/converted_to", "/notice_given_on"]);
        let converted = EngagementEnd { kind: EndKind::Converted, converted_to: None, ..end.clone() };
        assert_eq!(pointers(converted), ["/converted_to", "/notice_given_on", "/notice_given_on", "/on"]);
        let right = EngagementEnd {
            reason: Some("事業の中止".to_owned()),
            converted_to: None,
            notice_given_on: None,
            ..end
        };
        assert_eq!(right.days_of_notice(today), 30);
        assert_eq!(right.clone().checked(today), Ok(right));
    }
}
