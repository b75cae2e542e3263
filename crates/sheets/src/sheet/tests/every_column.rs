//! Every column of every kind, under each of its headings, to the body it makes.

use serde_json::{Value, json};

use super::super::*;
use crate::{Column, columns};

const ID: &str = "01980f3e-9c00-7000-8000-5f3a6f0b1c2d";

/// A cell and what stands in the body.
fn sample(field: &str) -> (&'static str, Value) {
    match field {
        "external_id" | "posting_external_id" | "candidate_external_id" => ("A-1", json!("A-1")),
        "organization_id" | "posting_id" | "candidate_id" | "round_id" => (ID, json!(ID)),
        "members_of" => (ID, json!([ID])),
        "display_name" | "title" => ("山口 理沙", json!("山口 理沙")),
        "issue" | "description" | "deliverable" | "statement" | "message" => {
            ("一、二\n三", json!("一、二\n三"))
        }
        "email" => ("ｒｉｓａ@example.jp", json!("risa@example.jp")),
        "phone" => ("090-0000-0000", json!("090-0000-0000")),
        "skills" => ("写真:3", json!([{"skill": "写真", "proficiency": 3}])),
        "home_municipality" | "municipality" => ("11002", json!("011002")),
        "region_ties" => ("20:訪れた", json!([{"region": "20", "kind": "visited"}])),
        "region_interests" => ("1、どこでも", json!(["01", "anywhere"])),
        "work_styles" => ("遠隔、現地", json!(["remote", "on_site"])),
        "work_style" => ("現地と遠隔", json!("hybrid")),
        "max_travel_km" => ("1,000km", json!(1000)),
        "max_visits_per_month" | "visits_per_month" => ("月2回", json!(2)),
        "hours_per_week" | "hours_per_week.min" | "hours_per_week.desired" => ("１０時間", json!(10)),
        "slots" => ("土・午前", json!(["sat_morning"])),
        "available_from" | "available_until" | "starts_on" | "ends_on" => {
            ("令和8年4月1日", json!("2026-04-01"))
        }
        "min_reward_yen_per_hour" | "reward.min_yen" | "reward.max_yen" => ("￥3,000", json!(3000)),
        "reward_is_firm" | "main_job.public_employee" => ("○", json!(true)),
        "contract_forms" => ("準委任", json!(["quasi_mandate"])),
        "contract_form" => ("プロボノ", json!("pro_bono")),
        "categories" => ("marketing", json!(["marketing"])),
        "main_job.permission" => ("届け出た", json!("notified")),
        "readiness" => ("準備中", json!("preparing")),
        "support_type" => ("助言", json!("advice")),
        "required_skills" => ("EC:3", json!([{"skill": "EC", "min_proficiency": 3}])),
        "preferred_skills" => ("EC", json!([{"skill": "EC"}])),
        "travel_cost_paid_by" => ("分担", json!("shared")),
        "min_shared_slots" => ("2コマ", json!(2)),
        "min_days" => ("30日", json!(30)),
        "residency.within" | "residency.outside" => ("20", json!(["20"])),
        "reward.kind" => ("月額", json!("monthly")),
        "seats" => ("2人", json!(2)),
        "application_opens_at" | "application_closes_at" => ("2026/7/8", json!("2026-07-08")),
        weight if weight.starts_with("weights.") => ("40", json!(40)),
        other => panic!("{other} has no sample"),
    }
}

#[test]
fn every_column_is_read_under_each_of_its_headings() {
    for kind in [SheetKind::Candidates, SheetKind::Postings, SheetKind::Applications] {
        for column in columns(kind) {
            for name in column.names() {
                let is_needed = |other: &&Column| {
                    other.field != column.field && matches!(other.need, Need::Compulsory | Need::OneOf(_))
                };
                let others: Vec<&Column> = columns(kind).iter().filter(is_needed).collect();
                let mut file = crate::Writer::new(Vec::new()).unwrap();
                file.row(others.iter().map(|other| other.field).chain([name])).unwrap();
                file.row(others.iter().map(|other| sample(other.field).0).chain([sample(column.field).0]))
                    .unwrap();
                let file = file.finish().unwrap();
                let mut rows = open(file.as_slice(), kind, TextEncoding::Utf8).unwrap();
                let row = rows.next().unwrap().unwrap();
                assert_eq!(row.body.pointer(column.pointer), Some(&sample(column.field).1), "{name}");
                assert_eq!(row.heading_of(column.pointer), Some(name));
                assert!(rows.next().is_none());
            }
        }
    }
}
