//! The closed vocabularies, in English.

use domain::{
    ConstraintCode, ContractForm, Feature, MainJobPermission, MunicipalityKind, OrganizationKind,
    PostingStatus, WorkStyle,
};

use super::{counted, grouped};
use crate::text::Words;

pub(super) const WORDS: Words = Words {
    status: |status| match status {
        PostingStatus::Draft => "Draft",
        PostingStatus::InReview => "In review",
        PostingStatus::Published => "Published",
        PostingStatus::Paused => "Paused",
        PostingStatus::Closed => "Closed",
        PostingStatus::Filled => "Filled",
        PostingStatus::Unfilled => "Nobody selected",
        PostingStatus::Withdrawn => "Withdrawn",
    },
    contract_form: |form| match form {
        ContractForm::Employment => "employment",
        ContractForm::QuasiMandate => "quasi-mandate",
        ContractForm::WorkContract => "work contract",
        ContractForm::FiscalYearStaff => "fiscal-year staff",
        ContractForm::Commission => "commission with a fee",
        ContractForm::ProBono => "pro bono",
    },
    work_style: |style| match style {
        WorkStyle::OnSite => "on site",
        WorkStyle::Hybrid => "partly remote",
        WorkStyle::Remote => "remote",
    },
    feature: |feature| match feature {
        Feature::Skill => "Skills",
        Feature::Commitment => "Hours",
        Feature::Place => "Access",
        Feature::Tie => "Ties",
        Feature::Theme => "Themes",
        Feature::Reward => "Pay",
    },
    constraint: |code| match code {
        ConstraintCode::SkillRequired => "Required skills",
        ConstraintCode::Hours => "Hours a week",
        ConstraintCode::Slots => "Days and times",
        ConstraintCode::Period => "Period",
        ConstraintCode::WorkStyle => "Way of working",
        ConstraintCode::Visits => "Visits a month",
        ConstraintCode::Travel => "Distance",
        ConstraintCode::Residency => "Residence",
        ConstraintCode::ContractForm => "Contract form",
        ConstraintCode::Reward => "Pay",
        ConstraintCode::MainJob => "Main employer's consent",
    },
    organization_kind: |kind| match kind {
        OrganizationKind::Municipality => "Municipality",
        OrganizationKind::Company => "Company",
        OrganizationKind::Npo => "Non-profit",
        OrganizationKind::CoordinatorBody => "Coordinating body",
        OrganizationKind::Community => "Community",
        OrganizationKind::Chamber => "Chamber of commerce",
        OrganizationKind::Bank => "Bank",
        OrganizationKind::JobBoard => "Job board",
    },
    permission: |permission| match permission {
        MainJobPermission::Unconfirmed => "not yet confirmed",
        MainJobPermission::Notified => "notified",
        MainJobPermission::Permitted => "permitted",
        MainJobPermission::NotRequired => "not required",
        MainJobPermission::Forbidden => "not allowed",
    },
    amount: |code, number| {
        let size = number.unsigned_abs();
        match code {
            ConstraintCode::SkillRequired => format!("level {size}"),
            ConstraintCode::Hours => format!("{size} h a week"),
            ConstraintCode::Slots => counted(size, "time slot", "time slots"),
            ConstraintCode::Period => counted(size, "day", "days"),
            ConstraintCode::Visits if number == 0 => "no visits".to_owned(),
            ConstraintCode::Visits => format!("{} a month", counted(size, "visit", "visits")),
            ConstraintCode::Travel => format!("{} km", grouped(size)),
            ConstraintCode::Reward => format!("¥{} an hour", grouped(size)),
            ConstraintCode::WorkStyle
            | ConstraintCode::Residency
            | ConstraintCode::ContractForm
            | ConstraintCode::MainJob => grouped(size),
        }
    },
    within: |places| format!("living in {places}"),
    outside: |places| format!("living outside {places}"),
    comma: ", ",
    dot: " · ",
    blank: "not stated",
    not_asked: "—",
    place_kind: |kind| match kind {
        MunicipalityKind::City | MunicipalityKind::DesignatedCity => "city",
        MunicipalityKind::SpecialWard | MunicipalityKind::Ward => "ward",
        MunicipalityKind::Town => "town",
        MunicipalityKind::Village => "village",
    },
    prefecture_kind: |_| "prefecture",
};
