//! 講座: training that grants a skill on completion, and how long it takes at so many hours a day.
//!
//! Whole numbers only: study days = hours ÷ hours a day, rounded up; months = study days ÷ study days a week × 12 ÷ 52,
//! rounded up once at the end. Of each week, counted from the first day, the study days come first.

use chrono::{Days, NaiveDate};

use crate::cohort::check_order;
use crate::fault::Faults;
use crate::id::{CourseId, OrganizationId};
use crate::limits::{self, Text};
use crate::region::RegionCode;
use crate::skills::{Proficiency, SkillId};
use crate::timestamp::Timestamp;

/// What a caller writes of a course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CourseContent {
    /// Its title.
    pub title: String,
    /// What is learnt and how.
    pub description: Option<String>,
    /// The body that teaches; the owner's own when none is named.
    pub provider_id: Option<OrganizationId>,
    /// The skill that it grants.
    pub skill: SkillId,
    /// At which level.
    pub proficiency: Proficiency,
    /// Hours of study in all.
    pub hours: u16,
    /// Days of study a week.
    pub study_days_per_week: u8,
    /// Residents of these regions only; empty = anybody.
    pub within: Vec<RegionCode>,
    /// Whether those who learn are paid for it.
    pub paid_in_training: bool,
    /// Places; none stated = no limit.
    pub capacity: Option<u16>,
    /// The first day on which somebody may begin.
    pub starts_on: Option<NaiveDate>,
    /// The last day on which somebody may begin.
    pub ends_on: Option<NaiveDate>,
}

/// 講座.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    /// Id.
    pub id: CourseId,
    /// The body that offers it to its people.
    pub organization_id: OrganizationId,
    /// Grows by one with each change.
    pub version: i64,
    /// Made at.
    pub created_at: Timestamp,
    /// Last changed at.
    pub updated_at: Timestamp,
    /// What the caller wrote.
    pub content: CourseContent,
}

/// How long a course takes at so many hours a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StudyPlan {
    /// Days of study.
    pub study_days: u32,
    /// Months, rounded up.
    pub months: u32,
    /// The day of the last study day.
    pub ends_on: NaiveDate,
}

impl CourseContent {
    /// The content, within its limits and without contradictions.
    ///
    /// # Errors
    /// Every fault, with a pointer.
    pub fn checked(self) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        Text::new("/title", limits::TITLE).required(&self.title, &mut faults);
        Text::new("/description", limits::PROSE).optional(self.description.as_deref(), &mut faults);
        limits::range("/hours", i64::from(self.hours), limits::COURSE_HOURS, &mut faults);
        let days = i64::from(self.study_days_per_week);
        limits::range("/study_days_per_week", days, limits::STUDY_DAYS_PER_WEEK, &mut faults);
        limits::count("/within", self.within.len(), limits::REGIONS, &mut faults);
        if let Some(capacity) = self.capacity {
            limits::range("/capacity", i64::from(capacity), limits::PLACES, &mut faults);
        }
        check_order(("/ends_on", "starts_on"), (self.starts_on, self.ends_on), &mut faults);
        faults.guard(self)
    }

    /// How long it takes from a day on, at so many hours a day (0 counts as 1).
    pub fn plan(&self, starts_on: NaiveDate, hours_per_day: u8) -> StudyPlan {
        let study_days = u32::from(self.hours).div_ceil(u32::from(hours_per_day.max(1)));
        let a_week = u32::from(self.study_days_per_week.max(1));
        let (weeks, rest) = (study_days.saturating_sub(1) / a_week, study_days.saturating_sub(1) % a_week);
        let last = starts_on.checked_add_days(Days::new(u64::from(weeks * 7 + rest)));
        StudyPlan {
            study_days,
            months: (study_days * 12).div_ceil(a_week * 52),
            // Only a start at the end of the calendar has no such day.
            ends_on: last.unwrap_or(NaiveDate::MAX),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn course(hours: u16, study_days_per_week: u8) -> CourseContent {
        CourseContent {
            title: "デジタル人材育成".to_owned(),
            description: None,
            provider_id: None,
            skill: crate::SkillTable::built_in().find("seo").unwrap().id.clone(),
            proficiency: Proficiency::new(3).unwrap(),
            hours,
            study_days_per_week,
            within: Vec::new(),
            paid_in_training: false,
            capacity: None,
            starts_on: None,
            ends_on: None,
        }
    }

    fn plan(hours: u16, days: u8, per_day: u8) -> (u32, u32, String) {
        let plan = course(hours, days).plan("2021-07-05".parse().unwrap(), per_day);
        (plan.study_days, plan.months, plan.ends_on.to_string())
    }

    #[test]
    fn one_course_takes_one_month_or_three() {
        // 2021-07-05 is a Monday: the 17th study day is the Tuesday of the fourth week.
        assert_eq!(plan(130, 5, 8), (17, 1, "2021-07-27".to_owned()));
        assert_eq!(plan(130, 5, 3), (44, 3, "2021-09-02".to_owned()));
        assert_eq!(plan(130, 5, 2), (65, 3, "2021-10-01".to_owned()));
    }

    #[test]
    fn a_month_is_rounded_up_once() {
        // 13 weeks are three months to the day; one day more begins the fourth.
        assert_eq!(plan(65, 5, 1).1, 3);
        assert_eq!(plan(66, 5, 1).1, 4);
        assert_eq!(plan(1, 7, 24), (1, 1, "2021-07-05".to_owned()));
        assert_eq!(plan(10_000, 1, 1).0, 10_000);
    }
}
