//! Valid bodies to begin from; a test changes what it is about.

use serde_json::{Value, json};

/// A person whom nothing excludes from [`posting`].
pub(crate) fn candidate(name: &str) -> Value {
    json!({
        "display_name": name,
        "email": "person@example.jp",
        "skills": [{"skill": "instagram", "proficiency": 4, "evidence": "自社アカウントを3年運用"}],
        "home_municipality": "131016",
        "region_ties": [{"region": "202151", "kind": "visited", "note": "朝市を手伝った"}],
        "region_interests": ["20"],
        "work_styles": ["remote", "hybrid"],
        "max_visits_per_month": 2,
        "hours_per_week": 10,
        "slots": ["sat_morning", "tue_evening"],
        "available_from": "2026-04-01",
        "min_reward_yen_per_hour": 2000,
        "contract_forms": ["quasi_mandate", "pro_bono"],
        "categories": ["marketing", "pr-sns"],
        "main_job": {"permission": "permitted", "public_employee": false},
        "readiness": "ready",
        "statement": "地域の食を届けたい",
    })
}

/// A posting in Shiojiri.
pub(crate) fn posting(title: &str) -> Value {
    json!({
        "title": title,
        "contract_form": "quasi_mandate",
        "municipality": "202151",
        "work_style": "hybrid",
        "visits_per_month": 1,
        "required_skills": [{"skill": "instagram", "min_proficiency": 3}],
        "preferred_skills": [{"skill": "writing", "weight": 2}],
        "hours_per_week": {"min": 4, "desired": 8},
        "starts_on": "2026-09-01",
        "ends_on": "2026-11-30",
        "reward": {"kind": "monthly", "min_yen": 100000, "max_yen": 120000},
        "categories": ["pr-sns"],
        "seats": 2,
    })
}
