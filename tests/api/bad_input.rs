//! Bad input: every fault at once with its pointer, and nothing stored.

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::samples;

crate::on_both!(
    a_posting_with_many_faults_names_them_all,
    a_candidate_with_many_faults_names_them_all,
    contradictions_are_named,
    a_misspelt_field_names_the_nearest,
    an_unknown_skill_names_the_nearest,
    broken_json_is_never_a_failure_of_the_server,
    what_must_not_be_asked_has_no_field,
    windows_and_duplicates_are_conflicts,
    numbers_may_be_written_as_integral_floats,
);

/// The body is refused with these pointers (in any order), and the list stays empty.
fn refused(app: &TestApp, path: &str, body: &Value, pointers: &[&str]) {
    let city = app.city();
    let answer = city.post(path, body);
    answer.problem(422, "validation_failed");
    let (mut found, mut wanted) = (answer.pointers(), pointers.to_vec());
    found.sort();
    wanted.sort_unstable();
    assert_eq!(found, wanted, "{}", answer.text);
    assert_eq!(city.get(path).body()["items"], json!([]));
}

fn a_posting_with_many_faults_names_them_all(app: &TestApp) {
    let body = json!({
        "title": "題".repeat(201),
        "contract_form": "slavery",
        "municipality": "202152",
        "work_style": 3,
        "seats": 0,
        "visits_per_month": 99,
        "required_skills": [{"skill": "存在しない技", "min_proficiency": 6}, {"min_proficiency": 1}],
        "starts_on": "2026-02-30",
        "application_opens_at": "soon",
        "slots": ["noon"],
        "categories": ["everything"],
        "colour": "red",
    });
    let pointers = [
        "/title",
        "/contract_form",
        "/municipality",
        "/work_style",
        "/seats",
        "/visits_per_month",
        "/required_skills/0/skill",
        "/required_skills/0/min_proficiency",
        "/required_skills/1/skill",
        "/starts_on",
        "/application_opens_at",
        "/slots/0",
        "/categories/0",
        "/colour",
    ];
    refused(app, "/postings", &body, &pointers);
}

fn a_candidate_with_many_faults_names_them_all(app: &TestApp) {
    let body = json!({
        "email": "nobody",
        "skills": [{"skill": "seo"}, {"skill": "seo", "proficiency": "4"}],
        "home_municipality": "20",
        "region_ties": [{"region": "482015", "kind": "born"}],
        "region_interests": ["everywhere"],
        "hours_per_week": 169,
        "max_travel_km": -1,
        "min_reward_yen_per_hour": 1.5,
        "main_job": {"permission": "perhaps"},
        "work_styles": "remote",
    });
    let pointers = [
        "/display_name",
        "/email",
        "/skills/0/proficiency",
        "/skills/1/proficiency",
        "/home_municipality",
        "/region_ties/0/region",
        "/region_ties/0/kind",
        "/region_interests/0",
        "/hours_per_week",
        "/max_travel_km",
        "/min_reward_yen_per_hour",
        "/main_job/permission",
        "/work_styles",
    ];
    refused(app, "/candidates", &body, &pointers);
}

fn contradictions_are_named(app: &TestApp) {
    let mut posting = samples::posting("矛盾");
    posting["hours_per_week"] = json!({"min": 9, "desired": 8});
    posting["starts_on"] = json!("2026-12-01");
    posting["min_shared_slots"] = json!(3);
    posting["slots"] = json!(["mon_morning"]);
    posting["application_opens_at"] = json!("2026-02-01T00:00:00Z");
    posting["application_closes_at"] = json!("2026-01-01T00:00:00Z");
    posting["preferred_skills"] = json!([{"skill": "instagram"}]);
    posting["residency"] = json!({"within": []});
    let pointers = [
        "/hours_per_week/min",
        "/ends_on",
        "/min_shared_slots",
        "/application_closes_at",
        "/preferred_skills/0/skill",
        "/residency/within",
    ];
    refused(app, "/postings", &posting, &pointers);

    let mut candidate = samples::candidate("矛盾");
    candidate["available_until"] = json!("2026-03-31");
    candidate["min_reward_yen_per_hour"] = json!(null);
    candidate["reward_is_firm"] = json!(true);
    refused(app, "/candidates", &candidate, &["/available_until", "/reward_is_firm"]);
}

fn a_misspelt_field_names_the_nearest(app: &TestApp) {
    let mut posting = samples::posting("つづり");
    posting["visit_per_month"] = json!(1);
    let answer = app.city().post("/postings", &posting);
    answer.problem(422, "validation_failed");
    assert!(answer.text.contains("visits_per_month"), "{}", answer.text);
}

fn an_unknown_skill_names_the_nearest(app: &TestApp) {
    let mut candidate = samples::candidate("山口 理沙");
    candidate["skills"] = json!([{"skill": "instagrm", "proficiency": 3}]);
    let answer = app.city().post("/candidates", &candidate);
    assert_eq!(answer.pointers(), ["/skills/0/skill"]);
    assert_eq!(answer.body()["errors"][0]["code"], "unknown_skill");
    assert!(answer.body()["errors"][0]["detail"].as_str().unwrap().contains("Instagram"), "{}", answer.text);
}

fn broken_json_is_never_a_failure_of_the_server(app: &TestApp) {
    let city = app.city();
    let deep = "[".repeat(30_000);
    let bodies: [&[u8]; 9] = [
        deep.as_bytes(),
        b"{\"title\":\"a\",\"title\":\"b\"}",
        b"{\"title\":\"\\ud800\"}",
        b"{\"seats\":1e400}",
        b"\xff\xfe{}",
        b"{\"title\":\"\xe3\x81\"}",
        b"null",
        b"[]",
        b"{\"title\":\"a\\u0000b\",\"contract_form\":\"pro_bono\",\"municipality\":\"202151\",\"work_style\":\"remote\"}",
    ];
    for body in bodies {
        let answer = city.send(("POST", "/postings"), &[("Content-Type", "application/json")], body);
        assert!([400, 422].contains(&answer.status), "{}: {}", answer.status, answer.text);
        assert_eq!(answer.header("content-type"), Some("application/problem+json"));
    }
    for path in [
        "/postings/%00",
        "/postings/%ff",
        "/postings?cursor=%00",
        "/skills?q=%ff",
        "/postings?limit=1&limit=2",
    ] {
        let answer = city.get(path);
        assert!((400..500).contains(&answer.status), "{path}: {}", answer.text);
        assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{path}");
    }
    assert_eq!(city.get("/postings").body()["items"], json!([]));
}

fn what_must_not_be_asked_has_no_field(app: &TestApp) {
    for field in ["birthplace", "family", "religion", "sex", "age", "photo", "nationality"] {
        let mut candidate = samples::candidate("山口 理沙");
        candidate[field] = json!("x");
        refused(app, "/candidates", &candidate, &[&format!("/{field}")]);
    }
}

fn windows_and_duplicates_are_conflicts(app: &TestApp) {
    let city = app.city();
    let person = city.post("/candidates", &samples::candidate("山口 理沙")).id();
    let apply = |posting: &str| {
        city.post("/applications", &json!({"posting_id": posting, "candidate_id": person, "message": null}))
    };
    let draft = city.post("/postings", &samples::posting("下書き")).id();
    apply(&draft).problem(409, "posting_not_published");
    let mut early = samples::posting("まだ");
    early["application_opens_at"] = json!("2999-01-01T00:00:00+09:00");
    apply(&app.published(&city, &early)).problem(409, "window_not_open");
    let mut late = samples::posting("もう");
    late["application_closes_at"] = json!("2001-01-01T00:00:00+09:00");
    apply(&app.published(&city, &late)).problem(409, "window_closed");
    let open = app.published(&city, &samples::posting("いま"));
    apply(&open).expect(201);
    apply(&open).problem(409, "already_applied");
    let unknown = "0199083e-bd01-7a22-b0b9-12702f8318e4";
    let answer = city.post("/applications", &json!({"posting_id": unknown, "candidate_id": unknown}));
    assert_eq!(answer.pointers(), ["/posting_id", "/candidate_id"]);
}

fn numbers_may_be_written_as_integral_floats(app: &TestApp) {
    let mut candidate = samples::candidate("山口 理沙");
    candidate["hours_per_week"] = json!(10.0);
    assert_eq!(app.city().post("/candidates", &candidate).expect(201)["hours_per_week"], 10);
}
