//! What is due next of an engagement that runs: its log, its check-in, and the day by which an end must be told.

use chrono::{Days, Months, NaiveDate};

use super::{CheckInKind, Engagement, EngagementStatus, Month, NOTICE_DAYS, needs_notice};

impl Engagement {
    /// The first month whose log says nothing of what was done, of those that the work has had by a day or is to begin
    /// with; `None` when all are told, and once it has ended.
    pub fn next_log_month(&self, told: &[Month], today: NaiveDate) -> Option<Month> {
        if self.status != EngagementStatus::Running {
            return None;
        }
        let first = Month::of_day(self.terms.starts_on);
        let until = self.last_on().map_or(today, |last| last.min(today));
        let last = Month::of_day(until.max(self.terms.starts_on));
        let mut month = first;
        while month <= last {
            if !told.contains(&month) {
                return Some(month);
            }
            month = Month::of_day(month.last_day().succ_opt()?);
        }
        None
    }

    /// The first check-in that nobody has written down, and about when it is to be held: after a month, after two, and at
    /// the end, as far as the work lasts so long.
    pub fn next_check_in(&self, held: &[CheckInKind]) -> Option<(CheckInKind, NaiveDate)> {
        if self.status != EngagementStatus::Running {
            return None;
        }
        let after = |months| self.terms.starts_on.checked_add_months(Months::new(months));
        let last = self.last_on();
        let lasts = |day: &NaiveDate| last.is_none_or(|last| *day < last);
        let planned = [
            (CheckInKind::Month1, after(1).filter(lasts)),
            (CheckInKind::Month2, after(2).filter(lasts)),
            (CheckInKind::End, last),
        ];
        let open = planned.into_iter().filter(|(kind, _)| !held.contains(kind));
        open.filter_map(|(kind, day)| Some((kind, day?))).next()
    }

    /// The last day on which an end, or that it is not renewed, can be told in time, of work that began on a day (that of
    /// the first engagement, renewals included) and needs notice.
    pub fn notice_by(&self, first_on: NaiveDate) -> Option<NaiveDate> {
        let last = self.last_on()?;
        let counts = self.status == EngagementStatus::Running && needs_notice(first_on, Some(last));
        let days = Days::new(u64::try_from(NOTICE_DAYS).ok()?);
        if counts { last.checked_sub_days(days) } else { None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engagement::{Conditions, EngagementOrigin, EngagementTerms};
    use crate::id::{CandidateId, EngagementId, OrganizationId, PostingId};
    use crate::timestamp::Timestamp;
    use crate::word::WordSet;
    use crate::work::ContractForm;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn month(text: &str) -> Month {
        Month::parse(text).unwrap()
    }

    fn running(starts_on: &str, ends_on: Option<&str>) -> Engagement {
        let at = Timestamp::from_micros(0).unwrap();
        Engagement {
            id: EngagementId::from_parts(1, [1; 10]),
            posting_id: PostingId::from_parts(1, [1; 10]),
            candidate_id: CandidateId::from_parts(1, [1; 10]),
            organization_id: OrganizationId::from_parts(1, [1; 10]),
            version: 1,
            created_at: at,
            updated_at: at,
            origin: EngagementOrigin::Direct { reason: "実績".to_owned() },
            renews_id: None,
            renewed_by_id: None,
            terms: EngagementTerms {
                contract_form: ContractForm::QuasiMandate,
                starts_on: day(starts_on),
                ends_on: ends_on.map(day),
                hours_per_month: None,
                conditions: Conditions::default(),
            },
            status: EngagementStatus::Running,
            end: None,
            warnings: WordSet::default(),
        }
    }

    #[test]
    fn the_first_month_that_is_not_told_is_due() {
        let work = running("2026-10-15", Some("2027-03-31"));
        let next = |told: &[&str], today: &str| {
            let told: Vec<Month> = told.iter().map(|text| month(text)).collect();
            work.next_log_month(&told, day(today)).map(|month| month.to_string())
        };
        assert_eq!(next(&[], "2026-09-01").as_deref(), Some("2026-10"), "before it begins");
        assert_eq!(next(&["2026-10", "2026-12"], "2027-01-05").as_deref(), Some("2026-11"));
        assert_eq!(next(&["2026-10"], "2026-10-31"), None);
        assert_eq!(next(&["2026-10"], "2026-11-01").as_deref(), Some("2026-11"));
        let all = ["2026-10", "2026-11", "2026-12", "2027-01", "2027-02", "2027-03"];
        assert_eq!(next(&all, "2027-05-01"), None);
        let ended = Engagement { status: EngagementStatus::Completed, ..work };
        assert_eq!(ended.next_log_month(&[], day("2027-05-01")), None);
    }

    #[test]
    fn check_ins_come_after_a_month_after_two_and_at_the_end() {
        let work = running("2026-10-01", Some("2026-11-15"));
        assert_eq!(work.next_check_in(&[]), Some((CheckInKind::Month1, day("2026-11-01"))));
        let end = Some((CheckInKind::End, day("2026-11-15")));
        assert_eq!(work.next_check_in(&[CheckInKind::Month1]), end, "two months it does not last");
        assert_eq!(work.next_check_in(&[CheckInKind::Month1, CheckInKind::End]), None);
        let open = running("2026-10-01", None);
        assert_eq!(open.next_check_in(&[CheckInKind::Month1, CheckInKind::Month2]), None);
    }

    #[test]
    fn an_end_of_long_work_is_told_thirty_days_before() {
        let half_a_year = running("2026-10-01", Some("2027-03-31"));
        assert_eq!(half_a_year.notice_by(day("2026-10-01")), Some(day("2027-03-01")));
        let short = running("2026-10-01", Some("2027-03-30"));
        assert_eq!(short.notice_by(day("2026-10-01")), None);
        assert_eq!(short.notice_by(day("2026-04-01")), Some(day("2027-02-28")), "with what it renews");
    }
}
