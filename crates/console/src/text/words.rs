//! The closed vocabularies, dates and times.

use chrono::NaiveDate;
use domain::{
    ConstraintCode, ContractForm, Feature, MainJobPermission, OrganizationKind, PostingStatus, WorkStyle,
};

/// The closed vocabularies in words.
pub struct Words {
    /// 段階.
    pub status: fn(PostingStatus) -> &'static str,
    /// 契約の形.
    pub contract_form: fn(ContractForm) -> &'static str,
    /// 働き方.
    pub work_style: fn(WorkStyle) -> &'static str,
    /// 項目.
    pub feature: fn(Feature) -> &'static str,
    /// 条件.
    pub constraint: fn(ConstraintCode) -> &'static str,
    /// 団体.
    pub organization_kind: fn(OrganizationKind) -> &'static str,
    /// 本業の許可.
    pub permission: fn(MainJobPermission) -> &'static str,
    /// A number with its unit, as a constraint or relaxation means it.
    pub amount: fn(ConstraintCode, i64) -> String,
    /// Within these places.
    pub within: fn(&str) -> String,
    /// Outside these places.
    pub outside: fn(&str) -> String,
    /// Between the things of a list.
    pub comma: &'static str,
    /// Between facts of one line.
    pub dot: &'static str,
    /// Nothing stated.
    pub blank: &'static str,
    /// Not asked.
    pub not_asked: &'static str,
    /// A place's bare kind, such as 市.
    pub place_kind: fn(domain::MunicipalityKind) -> &'static str,
    /// The prefecture's bare kind, such as 県, from its Japanese name.
    pub prefecture_kind: fn(&str) -> &'static str,
}

/// Dates and times, in Japan's time.
pub struct Dates {
    /// 8月12日（水）.
    pub day: fn(NaiveDate) -> String,
    /// 2026年8月12日（水）.
    pub full_day: fn(NaiveDate) -> String,
    /// 9月～11月（3か月）; the year when it is not the one given.
    pub period: fn(NaiveDate, NaiveDate, i32) -> String,
    /// From a day on.
    pub from: fn(&str) -> String,
    /// Until a day.
    pub until: fn(&str) -> String,
    /// Date with hour and minute.
    pub minute: fn(chrono::NaiveDateTime) -> String,
    /// Days left: 0 is today, below 0 is over.
    pub left: fn(i64) -> String,
    /// The window has not opened.
    pub opens: fn(&str) -> String,
}
