//! Columns of people. There is none for birthplace, family, religion, sex, age or photo.

use domain::limits;

use super::{Column, Need};
use crate::cell::{Cell, Unit};
use crate::vocabulary;

pub(super) static COLUMNS: &[Column] = &[
    Column::named("external_id", "管理番号", "External ID")
        .at("/external_id", Cell::Key)
        .also(&["人材の管理番号", "人材番号"])
        .such_as("jb-123", "jb-123"),
    Column::named("display_name", "氏名", "Name")
        .at("/display_name", Cell::Text { most: limits::NAME })
        .also(&["名前", "お名前", "表示名"])
        .needed(Need::Compulsory)
        .such_as("山口 理沙", "Risa Yamaguchi"),
    Column::named("email", "メールアドレス", "Mail address")
        .at("/email", Cell::Plain { most: limits::EMAIL })
        .also(&["メール", "e-mail"])
        .such_as("risa@example.jp", "risa@example.jp"),
    Column::named("phone", "電話番号", "Telephone")
        .at("/phone", Cell::Plain { most: limits::PHONE })
        .also(&["電話", "携帯電話", "phone number"]),
    Column::named("skills", "スキル", "Skills")
        .at("/skills", Cell::HeldSkills)
        .such_as("Instagram:4、動画編集:3", "Instagram:4; video editing:3"),
    Column::named("home_municipality", "居住地（市区町村コード）", "Home municipality (code)")
        .at("/home_municipality", Cell::Municipality)
        .also(&["居住地", "居住地コード", "住んでいる市区町村"])
        .such_as("131016", "131016"),
    Column::named("region_ties", "地域との縁", "Ties to regions")
        .at("/region_ties", Cell::RegionTies)
        .such_as("202151:働いた", "202151:worked"),
    Column::named("region_interests", "関心のある地域", "Regions of interest")
        .at("/region_interests", Cell::Interests)
        .such_as("20、202151、どこでも", "20; 202151; anywhere"),
    Column::named("work_styles", "働き方", "Ways of working")
        .at("/work_styles", Cell::Words { vocabulary: &vocabulary::WORK_STYLES })
        .also(&["希望する働き方", "way of working", "work style"])
        .such_as("遠隔、現地と遠隔", "remote; partly remote"),
    Column::named("max_travel_km", "移動できる距離（km）", "Furthest travel (km)")
        .at("/max_travel_km", Cell::number(Unit::Kilometres, limits::TRAVEL_KM)),
    Column::named("max_visits_per_month", "現地訪問できる回数（回/月）", "Most visits per month")
        .at("/max_visits_per_month", Cell::number(Unit::Times, limits::VISITS_PER_MONTH))
        .also(&["現地訪問できる回数"])
        .such_as("2", "2"),
    Column::named("hours_per_week", "稼働時間（時間/週）", "Hours per week")
        .at("/hours_per_week", Cell::number(Unit::Hours, limits::HOURS_PER_WEEK))
        .also(&["稼働時間", "週の稼働時間"])
        .such_as("10", "10"),
    Column::named("slots", "曜日・時間帯", "Days and times")
        .at("/slots", Cell::Words { vocabulary: &vocabulary::SLOTS })
        .also(&["時間帯", "曜日と時間帯"])
        .such_as("土・午前、火・夜", "sat morning; tue evening"),
    Column::named("available_from", "参画できる日（から）", "Available from")
        .at("/available_from", Cell::Day)
        .also(&["参画開始日", "参画できる日"])
        .such_as("2026-04-01", "2026-04-01"),
    Column::named("available_until", "参画できる日（まで）", "Available until")
        .at("/available_until", Cell::Day)
        .also(&["参画終了日"])
        .such_as("2027-03-31", "2027-03-31"),
    Column::named("min_reward_yen_per_hour", "希望報酬（円/時間）", "Wished reward (yen per hour)")
        .at("/min_reward_yen_per_hour", Cell::number(Unit::Yen, limits::YEN_PER_HOUR))
        .also(&["希望報酬", "希望時給"])
        .such_as("2000", "2000"),
    Column::named("reward_is_firm", "希望報酬を下回る案件は不可", "Reward is firm")
        .at("/reward_is_firm", Cell::Flag)
        .such_as("いいえ", "no"),
    Column::named("contract_forms", "契約の形", "Contract forms")
        .at("/contract_forms", Cell::Words { vocabulary: &vocabulary::CONTRACT_FORMS })
        .also(&["契約形態", "contract form"])
        .such_as("準委任、プロボノ", "quasi-mandate; pro bono"),
    Column::named("categories", "テーマ", "Themes")
        .at("/categories", Cell::Categories)
        .also(&["カテゴリ", "カテゴリー", "分野", "theme"])
        .such_as("マーケティング・集客、広報・PR・SNS発信", "Marketing; PR and social media"),
    Column::named("main_job.permission", "本業の許可", "Main employer's consent")
        .at("/main_job/permission", Cell::Word { vocabulary: &vocabulary::MAIN_JOB_PERMISSIONS })
        .also(&["本業の副業許可"])
        .such_as("届け出た", "notified"),
    Column::named("main_job.public_employee", "公務員", "Public employee")
        .at("/main_job/public_employee", Cell::Flag)
        .also(&["本業は公務員"])
        .such_as("いいえ", "no"),
    Column::named("readiness", "準備の段階", "Readiness")
        .at("/readiness", Cell::Word { vocabulary: &vocabulary::READINESS })
        .such_as("準備できた", "ready"),
    Column::named("statement", "思い", "Statement")
        .at("/statement", Cell::Text { most: limits::PROSE })
        .also(&["自己PR", "志望動機"])
        .such_as(
            "学生時代に通った町の仕事に、仕事で覚えたことを返したい。",
            "I want to give back what I learnt to the town where I studied.",
        ),
];
