//! The closed vocabularies, in Japanese.

use domain::{
    ConstraintCode, ContractForm, Feature, MainJobPermission, MunicipalityKind, OrganizationKind,
    PostingStatus, WorkStyle,
};

use super::grouped;
use crate::text::Words;

pub(super) const WORDS: Words = Words {
    status: |status| match status {
        PostingStatus::Draft => "下書き",
        PostingStatus::InReview => "公開を依頼",
        PostingStatus::Published => "公開中",
        PostingStatus::Paused => "休止中",
        PostingStatus::Closed => "締切",
        PostingStatus::Filled => "採択ずみ",
        PostingStatus::Unfilled => "採択なし",
        PostingStatus::Withdrawn => "取り下げ",
    },
    contract_form: |form| match form {
        ContractForm::Employment => "雇用",
        ContractForm::QuasiMandate => "準委任",
        ContractForm::WorkContract => "請負",
        ContractForm::FiscalYearStaff => "会計年度任用",
        ContractForm::Commission => "委嘱・謝金",
        ContractForm::ProBono => "プロボノ",
    },
    work_style: |style| match style {
        WorkStyle::OnSite => "現地",
        WorkStyle::Hybrid => "現地と遠隔",
        WorkStyle::Remote => "遠隔",
    },
    feature: |feature| match feature {
        Feature::Skill => "スキル",
        Feature::Commitment => "稼働",
        Feature::Place => "通いやすさ",
        Feature::Tie => "地域との縁",
        Feature::Theme => "テーマ",
        Feature::Reward => "報酬",
    },
    constraint: |code| match code {
        ConstraintCode::SkillRequired => "必須のスキル",
        ConstraintCode::Hours => "稼働時間",
        ConstraintCode::Slots => "曜日・時間帯",
        ConstraintCode::Period => "参画の期間",
        ConstraintCode::WorkStyle => "働き方",
        ConstraintCode::Visits => "現地訪問の回数",
        ConstraintCode::Travel => "移動の距離",
        ConstraintCode::Residency => "住んでいる所",
        ConstraintCode::ContractForm => "契約の形",
        ConstraintCode::Reward => "報酬",
        ConstraintCode::MainJob => "本業の許可",
    },
    organization_kind: |kind| match kind {
        OrganizationKind::Municipality => "市町村",
        OrganizationKind::Company => "企業",
        OrganizationKind::Npo => "NPO",
        OrganizationKind::CoordinatorBody => "地域人事部",
        OrganizationKind::Community => "人材のコミュニティ",
        OrganizationKind::Chamber => "商工会議所・商工会",
        OrganizationKind::Bank => "金融機関",
        OrganizationKind::JobBoard => "求人サイト",
    },
    permission: |permission| match permission {
        MainJobPermission::Unconfirmed => "まだ確かめていない",
        MainJobPermission::Notified => "届け出た",
        MainJobPermission::Permitted => "許可を得た",
        MainJobPermission::NotRequired => "要らない",
        MainJobPermission::Forbidden => "認められていない",
    },
    amount: |code, number| {
        let size = grouped(number.unsigned_abs());
        match code {
            ConstraintCode::SkillRequired => format!("習熟度{size}"),
            ConstraintCode::Hours => format!("週{size}時間"),
            ConstraintCode::Slots => format!("{size}コマ"),
            ConstraintCode::Period => format!("{size}日"),
            ConstraintCode::Visits if number == 0 => "なし".to_owned(),
            ConstraintCode::Visits => format!("月{size}回"),
            ConstraintCode::Travel => format!("{size}km"),
            ConstraintCode::Reward => format!("1時間{size}円"),
            ConstraintCode::WorkStyle
            | ConstraintCode::Residency
            | ConstraintCode::ContractForm
            | ConstraintCode::MainJob => size,
        }
    },
    within: |places| format!("{places}に住む人"),
    outside: |places| format!("{places}の外に住む人"),
    comma: "、",
    dot: "・",
    blank: "記載なし",
    not_asked: "—",
    place_kind: |kind| match kind {
        MunicipalityKind::City | MunicipalityKind::DesignatedCity => "市",
        MunicipalityKind::SpecialWard | MunicipalityKind::Ward => "区",
        MunicipalityKind::Town => "町",
        MunicipalityKind::Village => "村",
    },
    prefecture_kind: |name| match name.chars().last() {
        Some('都') => "都",
        Some('道') => "道",
        Some('府') => "府",
        _ => "県",
    },
};
